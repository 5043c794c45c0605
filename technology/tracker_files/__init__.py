"""Tracker files: iterations, gaps and actions for Jira, Azure Boards and GitHub."""
