"""The project and what is the same for every stream: discoveries, workshops with their
activities, the pages of artifacts, who did what. Apps above register what they add to pages,
rooms and documents.

It may know `organizations` and the apps below that, and no stream: it knows these only by what they
registered.
"""
