"""People, teams and roles of an organization, with or without an account."""
