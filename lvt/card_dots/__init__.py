"""Dot vote on use cases: a long list becomes a short one before scoring."""
