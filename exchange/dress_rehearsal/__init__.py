"""Dress rehearsals: their page, and the copy of a discovery in which one runs (adr/0048)."""
