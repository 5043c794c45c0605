"""Kinds of artifacts: what is true of each of them, declared once. Its base class is in base.py."""
