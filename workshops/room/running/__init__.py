"""Live control of a workshop: start, end, current activity, timer and "I am done"."""
