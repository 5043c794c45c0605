"""Access to data products: access rules in words and as a truth table."""
