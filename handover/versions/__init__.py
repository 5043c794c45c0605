"""Handover versions: frozen states of a discovery, their differences and links to them."""
