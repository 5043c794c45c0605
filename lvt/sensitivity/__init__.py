"""Sensitivity of a ranking: changes that would put another use case first."""
