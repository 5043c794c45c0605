"""Dress rehearsals: what simulated people do in activities on the operating model."""
