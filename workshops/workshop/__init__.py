"""Workshops of a discovery: their preparation, agenda, participants and state."""
