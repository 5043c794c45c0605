"""Presentation activity: slides and artifacts that everyone sees at the same time."""
