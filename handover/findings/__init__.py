"""Findings of a discovery, and the recommendations that follow from them."""
