"""The artifacts of the handover, each declared once."""
