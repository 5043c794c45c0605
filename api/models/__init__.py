"""Keys of programs, feeds, catalogs and what was published there, webhooks; and deliveries to both."""

from __future__ import annotations

from api.models.catalogs import Catalog, Rhythm
from api.models.feeds import Feed
from api.models.keys import ApiKey, Scope
from api.models.publications import Publication
from api.models.webhooks import Delivery, Event, Webhook

__all__ = [
    "ApiKey",
    "Catalog",
    "Delivery",
    "Event",
    "Feed",
    "Publication",
    "Rhythm",
    "Scope",
    "Webhook",
]
