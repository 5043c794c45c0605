"""An app that declares one artifact and nothing else: promises.py asks for everything that follows."""
