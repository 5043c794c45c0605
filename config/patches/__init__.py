"""What touches names that a library does not promise to keep, and so may break when the library changes.

It may know nothing of ours but the bare answers; each module says which library it touches, and why.
"""
