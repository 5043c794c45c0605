"""Organizations with their members and domains."""
