"""Data products as files for others: specifications (ODPS, ODCS), what catalogs and monitors read, a
repository to start one from with its rules of access as code; and specifications that come in.

It may know `technology`, `products` and the apps below those. It has no models: what it writes into files,
they keep.
"""
