"""Shortlist: the decision on the use cases to pursue."""
