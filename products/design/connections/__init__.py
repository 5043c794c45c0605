"""Connections of a data product: its producers and consumers, added and removed by name."""
