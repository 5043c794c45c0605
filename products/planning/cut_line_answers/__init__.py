"""Stored answers of the cut line, computed by the worker."""
