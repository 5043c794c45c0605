"""Rules by the state of the tree: hypotheses."""
