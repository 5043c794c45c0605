"""Backup and restore: all tables and files of an installation in one archive (docs/adr/0045)."""
