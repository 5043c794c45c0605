"""Exports the data products of a discovery for catalogs and monitors: one exporter per standard, listed in
`exporters`. Pure: they use specifications.product_rows and no database."""
