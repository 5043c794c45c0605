"""Reads of who did what, when."""

from django.db.models import QuerySet

from core.models import Operation
from discovery.models import Discovery


def pulse_of(discovery: Discovery) -> int:
    """A number that grows with every change in the discovery: one row of an index."""
    newest = Operation.objects.filter(scope_uuid=discovery.uuid).order_by("-pk").values_list("pk", flat=True)
    return newest.first() or 0


def pulse_among(discoveries: QuerySet[Discovery]) -> int:
    """The same of several discoveries: it grows with every change in any of them."""
    among = Operation.objects.filter(scope_uuid__in=discoveries.order_by().values("uuid"))
    return among.order_by("-pk").values_list("pk", flat=True).first() or 0
