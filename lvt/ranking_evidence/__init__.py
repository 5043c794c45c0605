"""Evidence for a ranking: the number of people behind each result, and its reliability."""
