"""Advance activities: participants contribute before the workshop, up to a deadline."""
