"""Agenda as a plan: a timeline of activities, filled from a template or another workshop."""
