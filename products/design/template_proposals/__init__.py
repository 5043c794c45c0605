"""Proposals for a data product's template from a room, and the facilitator's choices."""
