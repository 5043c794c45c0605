"""The project and what is the same for every stream: organizations, people, discoveries, workshops with their
activities, the pages of artifacts, who did what. Apps above register what they add to pages,
rooms and documents.

It may know `documents`, `live` and `core`, and no stream: it knows these only by what they registered.
"""
