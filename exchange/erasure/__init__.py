"""Erasure of a person: the fields and texts that name people, and their replacement by a pseudonym
(docs/adr/0036)."""
