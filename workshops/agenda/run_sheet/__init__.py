"""Run sheet of a workshop, on a page and as a document."""
