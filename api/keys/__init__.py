"""API keys of programs, for a discovery or an organization."""
