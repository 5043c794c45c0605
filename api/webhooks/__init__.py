"""Webhooks: signed events sent to outside addresses, with their deliveries."""
