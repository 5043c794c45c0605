"""What is said to people: as it is, or translated at the moment it is shown."""

from __future__ import annotations

from django.utils.functional import Promise

Text = str | Promise
