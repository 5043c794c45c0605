"""Funnel: dot votes that select use cases for scoring, and the return of excluded ones."""
