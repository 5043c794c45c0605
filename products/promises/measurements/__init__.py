"""Measurements of service level objectives: entered by hand, from a file or by a program."""
