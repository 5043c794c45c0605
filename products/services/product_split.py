"""Making two products of one that delivers two data sets: nothing is lost, and one undo takes it back."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.models import if_there
from core.services import artifacts, operation
from discovery.permissions import check_edit_discovery
from lvt.models import UseCase
from organizations.actors import Actor
from products.design.product.services import add_product
from products.models import AccessRequest, DataProduct, InputPort, OutputPort, ProductConsumer, ProductUseCase
from products.services.port_dependents import follow_grants


def split_product(
    *,
    actor: Actor,
    product: DataProduct,
    name: str,
    ports: Collection[OutputPort],
    job: str = "",
    use_cases: Iterable[UseCase] | None = None,
) -> DataProduct:
    """A new product called `name` takes over the output `ports`, in one operation.

    Their columns, consumers and grants of access move along, and the products that draw on them draw on the
    new one. It has the type, owner and team of `product` and takes in what that takes in; it serves
    `use_cases`, which are those of `product` by default. All else stays where it is.

    Raises Invalid when no port moves or none would stay, and for a name that is taken or a use case that
    `product` does not serve; Conflict when a port is gone or not of this product any more.
    """
    discovery = product.discovery
    check_edit_discovery(actor, discovery)
    with operation(actor, "product.split", summary=f"{product.name} → {name}", place=discovery):
        current = artifacts.locked(product)
        moving = _moving(current, ports)
        part = add_product(
            actor=actor,
            discovery=discovery,
            name=name,
            kind=current.kind,
            job=job,
            owner=if_there(current.owner),
            team=if_there(current.team),
            use_cases=_use_cases_of(current, use_cases),
        )
        for input_port in InputPort.objects.filter(product=current):
            _copy_input(input_port, part)
        for position, port in enumerate(moving):
            artifacts.change(port, product=part, position=position)
        for link in ProductConsumer.objects.filter(product=current, port__in=moving):
            artifacts.change(link, product=part)
        follow_grants(AccessRequest.objects.filter(port__in=moving))
        for input_port in InputPort.objects.filter(feeder=current, feeder_port__in=moving):
            artifacts.change(input_port, feeder=part)
        # So that undoing what came before notices that the product has lost ports since.
        artifacts.touch(current)
    return part


def _moving(product: DataProduct, ports: Collection[OutputPort]) -> list[OutputPort]:
    """The ports to move, in their order."""
    keys = {port.pk for port in ports}
    own = list(OutputPort.objects.select_for_update(of=("self",)).filter(product=product))
    moving = [port for port in own if port.pk in keys]
    if len(moving) != len(keys):
        raise Conflict(_("The output ports have changed. You now see the current ones."))
    if not moving:
        raise Invalid(_("Choose the output ports to move."))
    if len(moving) == len(own):
        raise Invalid(_("Keep at least one output port in this data product."), "ports")
    return moving


def _use_cases_of(product: DataProduct, use_cases: Iterable[UseCase] | None) -> list[UseCase]:
    links = ProductUseCase.objects.filter(product=product, use_case__deleted_at=None)
    own = [link.use_case for link in links.select_related("use_case").order_by("pk")]
    if use_cases is None:
        return own
    choice = list(use_cases)
    if not {each.pk for each in choice} <= {each.pk for each in own}:
        raise Invalid(_("Choose only use cases that this data product serves."))
    return choice


def _copy_input(port: InputPort, product: DataProduct) -> None:
    """Copies the input port, unless its source or feeder is gone."""
    origin = port.source or port.feeder
    if origin is not None and origin.deleted_at is not None:
        return
    is_lost = port.feeder_port is not None and port.feeder_port.deleted_at is not None
    artifacts.add(
        InputPort,
        product=product,
        kind=port.kind,
        source=port.source,
        feeder=port.feeder,
        feeder_port=None if is_lost else port.feeder_port,
        name=port.name,
        format=port.format,
        location=port.location,
        description=port.description,
        position=port.position,
    )
