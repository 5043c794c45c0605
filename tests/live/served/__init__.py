"""What the servers of these tests serve: the real stack, with a few addresses that write."""
