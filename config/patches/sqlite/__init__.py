"""The database SQLite, where the threads of a process write one after another."""
