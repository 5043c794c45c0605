"""Organizations and who belongs to them: accounts, members, domains, people, teams, roles, and how documents
look. Besides, what the pages of every app stand on: who asks, access, forms and dialogs.

It may know `documents`, `live` and `core`. It knows no discovery and no room: apps above register what
follows when members or domains change.
"""
