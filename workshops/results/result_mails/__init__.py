"""Summary emails after a workshop: decisions, the person's actions and shared results."""
