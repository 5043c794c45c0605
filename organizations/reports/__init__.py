"""How documents of an organization look."""
