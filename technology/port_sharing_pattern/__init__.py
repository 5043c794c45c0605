"""Data sharing: the sharing pattern of each output port, with a decision aid."""
