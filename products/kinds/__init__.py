"""The artifacts of the product stream, each declared once."""
