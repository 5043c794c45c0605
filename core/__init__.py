"""The base of every app: names and texts, errors, registries, archives, the version; and who did
what: artifacts with their history, kinds of artifacts with their forms and writes, the frame of every write,
undo, the end of the trash, open forms, limits.

It may know Django and libraries, but no other app, and has no model of the domain: actors, what they work on
and live rooms it knows by uuid.
"""
