"""Code that uses private names of libraries, and so may break when a library changes.

It may know nothing of ours but the bare answers. Each module lists in
`CHECKED` the libraries that it touches and the minor versions against which it was written, and in `GAIN`
what it is worth. With another minor version a test fails: read the names in the module again.
"""
