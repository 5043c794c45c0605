"""The artifacts of the process, each declared once."""
