"""Votes: dots for notes on a board, and support for questions."""
