"""Blank canvases and posters, and the sheets that follow from kinds."""
