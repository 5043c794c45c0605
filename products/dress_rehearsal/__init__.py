"""Dress rehearsals: what simulated people do in activities on data products."""
