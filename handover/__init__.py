"""The handover of a discovery: findings, recommendations, reports and their kinds, the review of the report,
frozen versions and what changed between them, and what is missing before.

It may know `discovery` and the apps below that. The streams it does not know: what they say in reports, they
registered.
"""
