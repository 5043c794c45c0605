"""Code that uses private names of libraries, and so may break when a library changes.

It may know nothing of ours but the bare answers and the plans that PostgreSQL keeps. Each module lists in
`CHECKED` the libraries that it touches and the minor versions against which it was written. With another
minor version a test fails: read the names in the module again.
"""
