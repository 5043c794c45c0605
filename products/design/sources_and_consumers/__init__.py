"""Sources and consumers: the two ends of the data flow of a discovery."""
