"""Instant workshop: one form that also creates its discovery, organization and domain."""
