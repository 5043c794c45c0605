"""Current architecture: data assets, their sources and their readers."""
