"""Audit records: sign-ins, changes made by programs and refused requests, for admins."""
