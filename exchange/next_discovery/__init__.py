"""New discovery of a domain from its last one."""
