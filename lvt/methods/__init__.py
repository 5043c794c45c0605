"""Scoring methods: ready-made or custom criteria that prioritize use cases."""
