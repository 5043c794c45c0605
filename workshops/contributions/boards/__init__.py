"""Boards: notes, votes and answers of an activity, and large boards loaded in pages."""
