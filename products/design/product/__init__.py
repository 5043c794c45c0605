"""Data products: purpose, owner, state, template and access rules."""
