"""Joining a workshop: participants, observers, proxies, paired devices, anonymous keys, and people merged."""
