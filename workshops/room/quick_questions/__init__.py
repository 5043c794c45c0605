"""Quick question: a short poll during any activity, with a return to that activity."""
