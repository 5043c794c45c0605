"""Keys of programs, publications in catalogs, and webhooks with their deliveries."""

from __future__ import annotations

from api.models.keys import ApiKey, Scope
from api.models.publications import Publication
from api.models.webhooks import Delivery, DeliveryState, Event, Webhook

__all__ = ["ApiKey", "Delivery", "DeliveryState", "Event", "Publication", "Scope", "Webhook"]
