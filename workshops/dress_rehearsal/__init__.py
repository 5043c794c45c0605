"""Dress rehearsals: simulated people in a room. The table is in `workshops.rehearsal`."""
