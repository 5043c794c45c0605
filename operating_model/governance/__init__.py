"""Governance: bodies with their seats, and the flows between bodies and teams."""
