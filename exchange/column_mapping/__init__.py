"""Table import: spreadsheets of other programs, with sheets and columns matched to fields."""
