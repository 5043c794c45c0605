"""Design of data products: the product with its template, ports, sources, consumers, iterations and names."""
