"""Alternative weights: the ranking with other weights, or without some use cases."""
