"""Outcomes of a discovery: decisions, actions, questions, risks and the parking lot."""
