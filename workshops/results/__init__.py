"""Results of a workshop: outcomes, decisions and other results by activity, their files, link and mail."""
