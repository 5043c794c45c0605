"""Operations of a past that is told, such as that of the demo."""

from datetime import datetime

from core.models import Operation
from discovery.models import Discovery
from workshops.models import Workshop


def date_back(place: Discovery | Workshop, at: datetime) -> None:
    """Date the operations of a discovery, or of the room of a workshop, that are later than `at` to then: for
    each step of a story right after it, in its order."""
    field = "room_uuid" if isinstance(place, Workshop) else "scope_uuid"
    Operation.objects.filter(**{field: place.uuid, "at__gt": at}).update(at=at)
