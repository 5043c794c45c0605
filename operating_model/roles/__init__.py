"""Roles of an organization: the people in them, their time and their agreements."""
