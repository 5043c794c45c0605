"""Platforms of an organization and their capabilities."""
