"""Artifacts for programs: read and written through the same rules as on pages."""
