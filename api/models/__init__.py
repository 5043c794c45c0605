"""Keys with which programs come in."""

from __future__ import annotations

from api.models.keys import ApiKey, Scope

__all__ = ["ApiKey", "Scope"]
