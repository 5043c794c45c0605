"""Learnings: lessons of a discovery for the next ones of the organization."""
