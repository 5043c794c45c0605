"""Audit list of an organization for its admins, with filters."""
