"""Check-in: a first round in which everyone describes their mood with a word or a number."""
