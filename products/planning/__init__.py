"""Planning of data products: the cut line, the roadmap, and what-ifs with their scenarios."""
