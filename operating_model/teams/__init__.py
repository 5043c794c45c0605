"""Teams around a discovery: today, tomorrow and the changes between the two."""
