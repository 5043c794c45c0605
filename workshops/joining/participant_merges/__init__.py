"""Merge of two entries for a participant who joined twice, and its undo."""
