"""Data strategy of an organization: its questions and answers, and the choices of each domain."""
