"""Data Mesh delta: current and target state of a domain by stream, and its change over time."""
