"""Data catalogs of other vendors that the worker keeps up to date."""
