"""What tests send with a request."""

from __future__ import annotations

from typing import Final

HTMX: Final = {"HX-Request": "true"}
"""The headers of a request that htmx makes."""
HOSTILE: Final = (
    "<script>alert(1)</script><b>bold</b>\"'><img src=x onerror=alert(1)>"
    " {{ 7|add:7 }} =1+1 \u202egnihsif\x07"
)
"""A text that must come through inert: markup, a template, a formula, and characters that nobody can type."""
