"""Grants that an account made and that still apply: roles, keys and links."""
