"""Report profiles: saved settings for the kinds of report of a discovery."""
