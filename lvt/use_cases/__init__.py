"""Use cases: hypothesis cards, their links to other artifacts, and their history."""
