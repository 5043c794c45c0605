"""What every app stands on: names and texts, errors, registries, archives, the version.

It may know Django and libraries, but no other app, and has no word of the domain.
"""
