"""Sign-in through a company's own identity provider (OpenID Connect)."""
