"""The operating model stream: key questions, teams, roles, responsibilities, ownership and governance.

It may know every app of the domain, and no app knows it but `config`. It registers its parts of other apps'
pages with them.
"""
