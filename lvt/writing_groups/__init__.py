"""Card groups: pairs or groups of people who write use-case cards together."""
