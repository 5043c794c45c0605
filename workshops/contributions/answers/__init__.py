"""Individual answers in an activity, hidden until the reveal or visible at once."""
