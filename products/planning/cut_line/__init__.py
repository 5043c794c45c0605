"""Cut line: the use cases that a few new data products can fully serve."""
