"""Results of a workshop by activity, and the link that shares them."""
