"""Scoring: methods, rounds and scores as models, the calculation of a ranking, and the activity."""
