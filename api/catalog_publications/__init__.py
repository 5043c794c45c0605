"""Publications: changed data products sent to an external catalog."""
