"""What touches names that a library does not promise to keep, and so may break when the library changes.

It may know nothing of ours but the bare answers. Each module says in `CHECKED` which libraries it touches,
and in which versions they were read; with another version a test fails first, and asks to read them again.
"""
