"""Usage of data products: patterns of use and expectations, in groups."""
