"""Observers: a read-only link for people who watch a room and don't take part."""
