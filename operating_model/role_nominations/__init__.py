"""Role proposals: people whom a room suggests for roles."""
