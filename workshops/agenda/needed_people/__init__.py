"""Required participants: the sides and roles that activities need, and those that are missing."""
