"""Rules by the state of the tree (bets) and of the prioritization (rounds, methods)."""
