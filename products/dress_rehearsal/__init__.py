"""Actions of simulated people in activities about data products."""
