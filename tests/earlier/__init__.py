"""Files that a version before wrote, and what makes them: `python -m tests.earlier.make` in its checkout."""
