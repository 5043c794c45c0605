"""Timeline of a workshop: changes made during each activity, and its trash."""
