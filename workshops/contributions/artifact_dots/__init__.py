"""Dot votes on artifacts of a discovery: a ranking that is hidden until the results."""
