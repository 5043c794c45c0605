"""MVP checklist: required details of the first version of a data product, and their progress."""
