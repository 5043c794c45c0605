"""Paired devices: a phone as remote or a computer as stage, without sign-in."""
