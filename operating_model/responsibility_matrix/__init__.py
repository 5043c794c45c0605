"""Responsibility matrix: the part of each role in each duty, and problems in the matrix."""
