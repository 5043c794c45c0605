"""Business processes of a domain, from which the ownership of data products follows."""
