"""Look of an organization's documents."""
