"""Kinds of rows in files that services write: parts of roles in duties."""
