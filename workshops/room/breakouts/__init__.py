"""Breakout rooms: groups that work in parallel, each with its own agenda and timer."""
