"""Page responses: a whole page or its changed part, and an organization's pages in use."""
