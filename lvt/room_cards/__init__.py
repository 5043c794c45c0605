"""Use-case cards that people write in a room, alone or in groups."""
