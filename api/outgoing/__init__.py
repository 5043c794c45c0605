"""Deliveries to servers of others: only to addresses outside of the network, and tried again."""
