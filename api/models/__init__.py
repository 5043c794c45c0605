"""Keys with which programs come in, and what was sent to catalogs of others."""

from __future__ import annotations

from api.models.keys import ApiKey, Scope
from api.models.publications import Publication

__all__ = ["ApiKey", "Publication", "Scope"]
