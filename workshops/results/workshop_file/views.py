"""The report of one workshop, and its invitation for a calendar."""

from __future__ import annotations
