"""Participants of a workshop: joining, personal details and removal."""
