"""A discovery and what is the same for every stream: who has access, phases and streams, navigation, search,
and how artifacts are read. Apps above register what they add to its pages and documents.

It may know `organizations` and the apps below that, and no room and no stream: it knows these only by what
they registered.
"""
