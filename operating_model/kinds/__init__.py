"""The artifacts of the operating model, each declared once."""
