"""Map marks: missing, duplicate or wrong parts that a room notes on the landscape."""
