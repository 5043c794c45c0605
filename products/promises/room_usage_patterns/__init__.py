"""Usage patterns that people write and group in a room."""
