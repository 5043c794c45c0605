"""The data products of a discovery as catalogs and monitors read them: one exporter for each standard, all of
them named in `exporters`. Pure: they know what specifications.rows hold, and no database."""
