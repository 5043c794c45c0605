"""Contributions: everything that participants send from their phones, and the activities that collect it."""
