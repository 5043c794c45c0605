"""Red thread: the links from any artifact up to the vision and down to promises and gaps."""
