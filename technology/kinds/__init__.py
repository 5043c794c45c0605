"""Kinds of several concepts: unique names, and rows in files that services write."""
