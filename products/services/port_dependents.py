"""Things that follow an output port to another product, at once or when it comes back from the trash."""

from django.db.models import F, Q, QuerySet

from core.models import Operation
from core.services import artifacts
from products.models import AccessRequest, AccessRule, InputPort, OutputPort, ProductConsumer


def follow_ports(undone: Operation) -> None:
    """Input ports, consumers and grants go where their output port is now, if `undone` touched either: as
    those that were not in the trash did when the product was split or merged.

    Called inside the operation that undid it. A port that its own product delivers by now stays, with a
    message.
    """
    moved = OutputPort.history.filter(operation=undone).values("uuid")
    touched = InputPort.history.filter(operation=undone).values("uuid")
    strayed = InputPort.objects.filter(Q(uuid__in=touched) | Q(feeder_port__uuid__in=moved))
    strayed = strayed.filter(feeder_port__deleted_at=None)
    strayed = strayed.exclude(feeder_port=None).exclude(feeder_port__product=F("feeder"))
    for port in strayed.exclude(feeder_port__product=F("product")).select_related("feeder_port__product"):
        if port.feeder_port is not None:
            artifacts.change(port, feeder=port.feeder_port.product)
    uses = ProductConsumer.history.filter(operation=undone).values("uuid")
    links = ProductConsumer.objects.filter(Q(uuid__in=uses) | Q(port__uuid__in=moved))
    links = links.exclude(port__product=F("product"))
    for link in links.exclude(port=None).select_related("port__product"):
        if link.port is None or link.port.deleted_at is not None:
            continue
        to = link.port.product
        if ProductConsumer.objects.filter(product=to, consumer=link.consumer_id, port=link.port).exists():
            artifacts.trash(link)
        else:
            artifacts.change(link, product=to)
    rules = AccessRule.history.filter(operation=undone).values("uuid")
    follow_grants(AccessRequest.objects.filter(Q(rule__uuid__in=rules) | Q(port__uuid__in=moved)))


def follow_grants(requests: QuerySet[AccessRequest]) -> None:
    """The rules by which the requests were granted let people in where the ports are now."""
    granted = requests.filter(rule__deleted_at=None, port__deleted_at=None).exclude(rule=None)
    strayed = granted.exclude(rule__product=F("port__product"))
    for request in strayed.select_related("rule", "port__product"):
        if request.rule is not None:
            artifacts.change(request.rule, product=request.port.product)
