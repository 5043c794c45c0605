"""Value ranking of the hypotheses, next to the ranking of the use cases."""
