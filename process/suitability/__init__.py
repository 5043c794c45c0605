"""Suitability check: statements and evidence that show if Data Mesh fits a domain."""
