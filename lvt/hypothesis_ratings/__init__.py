"""Ratings of hypotheses: values that rooms agreed on."""
