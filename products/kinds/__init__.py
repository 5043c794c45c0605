"""Kinds beside those of the concepts: access rules, and rows in files that services write."""
