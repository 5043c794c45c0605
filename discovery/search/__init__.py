"""Search of a discovery: artifacts, pages and actions by name."""
