"""Anonymous keys: proof that a browser may take part, without the person's identity."""
