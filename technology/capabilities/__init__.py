"""Platform capabilities: current and needed maturity by plane, and additions from the catalog."""
