"""Role groups: the rankings of each role, and the differences between groups."""
