"""Imports from a text, a table, a list or a program: rows that are proposed (rows), beside those that
are there (known), a plan of what they would add and change (plan), and texts that say the same (texts).
core.services.imports writes a plan.
"""
