"""Decision log: decisions with their reasons, alternatives and objections."""
