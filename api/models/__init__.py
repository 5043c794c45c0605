"""Keys of programs, feeds, catalogs and what was published there, webhooks; and deliveries to both."""

from __future__ import annotations

from api.catalogs.models import Catalog, Rhythm
from api.feeds.models import Feed
from api.keys.models import ApiKey, Scope
from api.publications.models import Publication
from api.webhooks.models import Delivery, Event, Webhook

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
