"""Template of a data product: a drawing of its sources and consumers that people fill together."""
