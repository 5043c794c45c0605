"""The room of a workshop: presence, its current activity, steering, breakouts, presentation, camera."""
