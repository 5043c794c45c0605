"""The operating model stream: key questions, teams, roles, responsibilities, ownership and governance.

It may know every app of the domain, and no app knows it but `config`. What it says on pages of other apps it
registers with them.
"""
