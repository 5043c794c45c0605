"""The process: settings, every address, the server with its launcher, and what is answered before any page.

It puts the apps together, so it may know each of them. Apps know nothing of it but `config.patches`, which
knows no app.
"""
