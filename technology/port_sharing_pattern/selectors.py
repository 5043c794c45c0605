"""The sharing methods of output ports, beside the advice of the decision aid."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from discovery.models import Discovery
from products.models import DataProduct, OutputPort, ProductState
from technology.models import SharingChoice, SharingPattern
from technology.port_sharing_pattern import rules as sharing


@dataclass(frozen=True, slots=True)
class PortSharing:
    """An output port, and its sharing method (None without a choice). `because` explains the pattern to which
    the answers lead; `departs` marks another choice; `cautions` belong to the chosen pattern."""

    port: OutputPort
    choice: SharingChoice | None
    because: str = ""
    departs: bool = False
    cautions: tuple[str, ...] = ()

    @property
    def is_unguarded(self) -> bool:
        """True for a copy without a description of its access rules."""
        choice = self.choice
        return choice is not None and choice.pattern == SharingPattern.COPY and not choice.cautions


@dataclass(frozen=True, slots=True)
class ExplainedPattern:
    """A way of sharing, as the decision aid explains it."""

    key: str
    label: str
    when: str
    cautions: tuple[str, ...]


def sharing_of(product: DataProduct) -> list[PortSharing]:
    """The output ports of the product in their order. Two queries."""
    return _with_choices(list(OutputPort.objects.filter(product=product).select_related("product")))


def sharing_in(discovery: Discovery) -> list[PortSharing]:
    """The output ports of all products of the discovery that are not retired, in their order. Two queries."""
    ports = OutputPort.objects.filter(product__discovery=discovery, product__deleted_at=None)
    ports = ports.exclude(product__state=ProductState.RETIRED).select_related("product")
    return _with_choices(list(ports.order_by("product__position", "product__pk", "position", "pk")))


def patterns() -> list[ExplainedPattern]:
    """The three ways, the preferred one first."""
    answers: tuple[tuple[bool | None, bool | None, bool | None], ...] = (
        (True, None, None),
        (False, True, None),
        (False, False, True),
    )
    advised = []
    for each in answers:
        advice = sharing.advise(*each)
        assert advice.pattern is not None  # noqa: S101  all questions are answered
        label = str(SharingPattern(advice.pattern.value).label)
        advised.append(
            ExplainedPattern(advice.pattern.value, label, _(advice.because), _cautions(advice.pattern.value))
        )
    return advised


def _with_choices(ports: Sequence[OutputPort]) -> list[PortSharing]:
    choices = {each.port_id: each for each in SharingChoice.objects.filter(port__in=ports)}
    return [_one(port, choices.get(port.pk)) for port in ports]


def _one(port: OutputPort, choice: SharingChoice | None) -> PortSharing:
    if choice is None:
        return PortSharing(port, None)
    choice.port = port
    answers = choice.is_simple_reporting, choice.is_same_platform, choice.needs_locality
    return PortSharing(
        port,
        choice,
        _(sharing.advise(*answers).because),
        sharing.departs(choice.pattern, *answers),
        _cautions(choice.pattern),
    )


def _cautions(pattern: str) -> tuple[str, ...]:
    return tuple(_(each) for each in sharing.CAUTIONS[sharing.Pattern(pattern)])
