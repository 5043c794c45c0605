"""Value tree: vision, goals, hypotheses, initiatives and measures of a discovery."""
