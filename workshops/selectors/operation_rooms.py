"""The rooms that operations belong to."""

from django.db.models import QuerySet

from core.models import Operation
from discovery.discoveries.models import OF_DISCOVERY
from workshops.models import Workshop


def rooms_of(operation: Operation) -> QuerySet[Workshop]:
    """The workshops of the discovery, or of all discoveries of the organization, to which it belongs."""
    if operation.scope_uuid is None:
        return Workshop.objects.none()
    if operation.scope_kind == OF_DISCOVERY:
        return Workshop.objects.filter(discovery__uuid=operation.scope_uuid)
    return Workshop.objects.filter(discovery__domain__organization__uuid=operation.scope_uuid)
