"""Specification import: data products and contracts in ODPS and ODCS formats."""
