"""Effort of activities: the minutes that people need, compared with the planned minutes."""
