"""Promises of data products: objectives, error budgets and expected usage."""
