"""Parts of workshops on paper and by mail."""
