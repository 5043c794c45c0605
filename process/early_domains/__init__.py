"""Early onboarding: the domains that an organization considers first, ranked with reasons."""
