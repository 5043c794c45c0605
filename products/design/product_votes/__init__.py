"""Dot votes on data products, and their ranking."""
