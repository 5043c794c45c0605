"""Note import: notes of another whiteboard, added to a brainstorm."""
