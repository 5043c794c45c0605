"""Recent sign-in: a repeated identity check before keys, links, roles or deletions."""
