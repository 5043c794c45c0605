"""Fair shares: a part of a long list of use cases for each person to score."""
