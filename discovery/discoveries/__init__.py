"""Discoveries of a domain: phases, streams, settings and access."""
