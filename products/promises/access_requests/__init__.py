"""Access requests: users ask for access to an output port, and its owner answers."""
