"""Dress rehearsals: what simulated people do in activities on value tree, use cases and scores."""
