"""Contributions: everything that participants send from their phones to an activity."""
