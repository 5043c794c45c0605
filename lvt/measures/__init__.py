"""Measures of success: baseline, target, deadline and measured values."""
