"""Load and speed of the live room: `make bench` prints a table and writes bench/results.json."""
