"""Quick capture of actions, questions, risks and parking lot items from any page."""
