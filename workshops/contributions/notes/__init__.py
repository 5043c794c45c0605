"""Notes of a brainstorm: written and grouped on a board, then turned into artifacts."""
