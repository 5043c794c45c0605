"""The room of a running workshop: presence, the current activity, steering, breakouts, and the stage."""
