"""Proposals for the value tree from people in a room, and the facilitator's choices."""
