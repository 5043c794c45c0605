"""Forgetting a person: what names people, where that stands, and how it gives way to a pseudonym
(docs/adr/0036). It stands below the services and knows models and the shape of a discovery only."""
