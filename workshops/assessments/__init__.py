"""Assessment results: progress, revealed ratings and their recording as a value."""
