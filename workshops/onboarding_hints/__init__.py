"""Hints for new facilitators, shown one per page until dismissed."""
