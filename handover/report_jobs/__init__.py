"""Report files: requests, progress, and the files that the worker created."""
