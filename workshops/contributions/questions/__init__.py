"""Question list: people ask and support questions, and the facilitator answers or parks them."""
