"""Overlaps: data products that several use cases share, and products that look alike."""
