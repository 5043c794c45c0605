"""Outbox: emails and other deliveries to outside servers, repeated for two days after a failure."""
