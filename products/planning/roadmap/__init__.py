"""Roadmap: the iterations of all data products on one timeline."""
