"""Attention: raised hands, and reminders for people who aren't done."""
