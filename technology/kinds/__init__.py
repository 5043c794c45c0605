"""The artifacts of technology, each declared once."""
