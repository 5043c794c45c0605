"""What goes out to servers of others: held to addresses outside of the network, and tried again."""
