"""Day without a data product: use cases, goals and people that its failure affects."""
