"""Rehearsal: a trial run of a workshop with simulated people, in a temporary copy."""
