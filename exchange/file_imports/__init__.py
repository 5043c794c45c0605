"""File import into a discovery, with a preview of each row, and export as a text."""
