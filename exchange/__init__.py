"""A discovery as a document, out and in again, and people who are forgotten: both walk through the tables of
every app. And the end of what is kept, and rehearsals, which copy a document.

It may know `discovery` and the apps below that. Of the tables of an app above it knows what that registered.
"""
