"""Predictions: estimates of a measure by each person, later compared with the measured value."""
