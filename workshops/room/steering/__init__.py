"""Steering of a room: pause, messages, spotlight, locked door and change of facilitator."""
