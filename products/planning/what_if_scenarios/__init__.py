"""Scenarios: saved what-ifs, compared with each other and with the recorded state."""
