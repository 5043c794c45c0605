"""Change history: each change with its author and time, and its undo."""
