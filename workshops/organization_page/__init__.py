"""Overview of an organization: its members, and its domains with their discoveries."""
