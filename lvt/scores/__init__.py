"""Scores that people give to use cases in a round, and their export to a spreadsheet."""
