"""Glossary: terms of the method, and terms that a discovery defines."""
