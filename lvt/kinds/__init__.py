"""Kinds of several concepts: rows in files that services write, and the rooms to notify of the tree."""
