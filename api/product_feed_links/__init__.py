"""Feed of a discovery: a public link with its published data products."""
