"""Participants without a device: a facilitator adds them and enters their contributions."""
