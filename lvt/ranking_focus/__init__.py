"""Focus: the one use case of a ranking that the whole room looks at, with its neighbors."""
