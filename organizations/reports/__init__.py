"""Look of documents of an organization."""
