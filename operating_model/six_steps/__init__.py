"""Operating model frame: six steps, with the answers that a discovery has for each."""
