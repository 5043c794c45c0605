"""Agenda of a workshop: its activities, their order and times, and their export to a file."""
