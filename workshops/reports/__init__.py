"""What workshops say on paper and by mail."""
