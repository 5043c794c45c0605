"""Meetings of governance bodies: dates, calendar files and the next agenda."""
