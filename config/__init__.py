"""The process: settings, every address, the server with its launcher, and what is answered before any page.

It may know every app, and puts them together. No app knows it, but for `config.patches`, which knows no app.
"""
