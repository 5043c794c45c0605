"""Actions of simulated people in activities about the value tree, use cases and scores."""
