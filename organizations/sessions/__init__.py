"""Sign-in sessions of an account: their length, their list and their end."""
