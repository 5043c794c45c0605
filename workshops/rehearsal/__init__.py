"""The table of dress rehearsals."""
