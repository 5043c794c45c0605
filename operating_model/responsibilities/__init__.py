"""Responsibilities: duties in the matrix, and agreements with people in roles."""
