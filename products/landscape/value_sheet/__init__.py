"""Value sheet: one drawing from the vision down to the data products."""
