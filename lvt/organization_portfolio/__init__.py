"""Portfolio: the hypotheses of all discoveries of an organization, by state and success."""
