"""Merge of two data products into one, its preview and its undo."""
