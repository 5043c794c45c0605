"""Scoring rounds: start, reveal, second look and the ranking of use cases."""
