"""Exports data products as files: specifications (ODPS, ODCS), formats of catalogs and monitors, and a
starter repository with its access rules as code. Imports specifications. It may know `technology`,
`products` and the apps below those. It has no models: imported data are stored by other apps."""
