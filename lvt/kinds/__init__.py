"""The artifacts of the value tree, each declared once."""
