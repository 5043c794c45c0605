"""Assessment activity: everyone rates the domain in private, then the room sees the result."""
