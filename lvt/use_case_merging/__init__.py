"""Merge of similar use-case cards into one card, and its undo."""
