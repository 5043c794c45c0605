"""Texts for people: plain ones, and ones that are translated when they are shown."""

from __future__ import annotations

from django.utils.functional import Promise

Text = str | Promise
