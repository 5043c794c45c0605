"""Ownership of data products: owners, gaps, and the business processes that determine them."""
