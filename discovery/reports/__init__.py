"""The report engine: sections in, a PDF out."""
