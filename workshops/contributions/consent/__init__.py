"""Consent: a proposal that a room accepts unless someone objects."""
