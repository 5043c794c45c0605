"""System checks that keep a wrong configuration from starting."""
