"""Guardrails and standards for all data products, with deviations."""
