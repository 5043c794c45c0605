"""Key questions of an operating model, with answers for today and tomorrow."""
