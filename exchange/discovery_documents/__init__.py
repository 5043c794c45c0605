"""Discovery files: export of a discovery as one document, and import of such a document."""
