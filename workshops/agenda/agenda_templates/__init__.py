"""Agenda templates that an organization saves to prepare workshops."""
