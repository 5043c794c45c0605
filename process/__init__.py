"""Results about a discovery as a whole: the data strategy of its organization and the domains that come
first, whether Data Mesh is right here, the Data Mesh delta, and what was learned.

It may know `discovery` and the apps below that. It registers what it adds to pages, screens and documents.
"""
