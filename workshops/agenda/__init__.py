"""Agenda of a workshop: its activities, their order and times, its templates, plans and run sheet."""
