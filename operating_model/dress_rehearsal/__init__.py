"""Actions of simulated people in activities about the operating model."""
