"""Guided mode: six questions whose answers fill in the template of a data product."""
