"""A trial change to ranking, cut line and costs (what-if), which can become a decision."""
