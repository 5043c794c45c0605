"""Assessment: everyone rates the domain in private, the room sees the result and records it as a value."""
