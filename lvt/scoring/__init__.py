"""Scoring activity: private scores for use cases, and the calculation of their ranking."""
