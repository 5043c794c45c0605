"""The register of guardrails: rules, their deciding bodies, and the products that keep them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _, ngettext

from core.models import if_there
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from discovery.state_looks import RecordState
from operating_model.models import Body, Deviation, GovernanceKind, Guardrail, GuardrailState
from operating_model.selectors.organization_bodies import above_words, decided_above
from products.models import DataProduct, ProductState
from technology.registries import FAILED, Verdict, fitness_checks
from technology.selectors.fitness import fitness_of
from workshops.models import Decision


@dataclass(frozen=True, slots=True)
class Deviating:
    """A deviation on record: `is_over` when its day is past, `is_idle` when the product keeps the guardrail
    by now, by its fitness check."""

    deviation: Deviation
    is_over: bool
    is_idle: bool

    @property
    def holds(self) -> bool:
        """True while it excuses a failed check of the product."""
        return not self.is_over


@dataclass(frozen=True, slots=True)
class Breach:
    """A product that does not keep the guardrail, for which no deviation is on record."""

    product: DataProduct
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class GuardrailLine:
    """A guardrail; the body that decides and the decision, None without one or when they were deleted, and
    the name of the decider, "" for none. The check that watches it judged `judged` products, of which
    `failing` are those that don't keep it; `missing` are sentences about missing parts."""

    guardrail: Guardrail
    body: Body | None
    decider: str
    decision: Decision | None
    deviations: tuple[Deviating, ...]
    breaches: tuple[Breach, ...]
    judged: int
    failing: tuple[DataProduct, ...]
    missing: tuple[str, ...]

    @property
    def passing(self) -> int:
        """The number of products that keep it."""
        return self.judged - len(self.failing)

    @property
    def is_agreed(self) -> bool:
        return self.guardrail.state == GuardrailState.AGREED

    @property
    def is_broken(self) -> bool:
        """True if a product fails the check that watches it."""
        return bool(self.failing)

    @property
    def excused(self) -> tuple[DataProduct, ...]:
        """Those that fail it with a deviation on record that isn't over."""
        excused = {each.deviation.product_id for each in self.deviations if each.holds}
        return tuple(each for each in self.failing if each.pk in excused)

    @property
    def unexcused(self) -> tuple[DataProduct, ...]:
        """Those that fail it without one."""
        return tuple(each for each in self.failing if each not in self.excused)

    @property
    def record_state(self) -> RecordState:
        """The state that the look of its state in words follows."""
        return RecordState.DONE if self.is_agreed else RecordState.PROPOSED

    @property
    def standing(self) -> str:
        """The number of products that keep it, in words; "" without a check, or without products."""
        words = ngettext(
            "%(kept)s of %(count)s data product", "%(kept)s of %(count)s data products", self.judged
        )
        return words % {"kept": self.passing, "count": self.judged} if self.judged else ""


@dataclass(frozen=True, slots=True)
class StateLines:
    """The guardrails in one state."""

    state: GuardrailState
    lines: tuple[GuardrailLine, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All guardrails, in their order."""

    lines: tuple[GuardrailLine, ...]

    @property
    def states(self) -> list[StateLines]:
        """By state, the agreed ones first; states without any are left out."""
        order = (GuardrailState.AGREED, GuardrailState.PROPOSED, GuardrailState.RETIRED)
        by_state = [
            StateLines(state, tuple(each for each in self.lines if each.guardrail.state == state))
            for state in order
        ]
        return [each for each in by_state if each.lines]


@cached_per_request
def register_of(discovery: Discovery, *, today: date | None = None) -> Register:
    """All guardrails of the discovery, in a fixed number of queries. `today` is the day, by default the
    current one."""
    rows = list(Guardrail.objects.filter(discovery=discovery).select_related("body", "decision"))
    if not rows:
        return Register(())
    verdicts = _verdicts(discovery) if any(row.fitness_check for row in rows) else {}
    deviations_of: dict[int, list[Deviation]] = defaultdict(list)
    deviations = Deviation.objects.filter(guardrail__in=rows, product__deleted_at=None)
    for each in deviations.select_related("product").order_by("product__position", "pk"):
        deviations_of[each.guardrail_id].append(each)
    day = today or timezone.localdate()
    above = above_words(GovernanceKind.TECHNOLOGY) if decided_above(discovery) else ""
    return Register(tuple(_line(row, verdicts, deviations_of[row.pk], day, above) for row in rows))


def to_decide(discovery: Discovery, today: date) -> Iterable[tuple[str, str, str]]:
    """Topics for a body, in words with the reason and a tone: proposals first, then agreed guardrails that
    products do not keep, or that lack something."""
    lines = register_of(discovery, today=today).lines
    for line in lines:
        if line.guardrail.state == GuardrailState.PROPOSED:
            yield line.guardrail.name, line.guardrail.holds or _("proposed"), ""
    for line in (each for each in lines if each.is_agreed):
        if line.breaches:
            names = ", ".join(each.product.name for each in line.breaches)
            reason = _("not followed, no reason given: %(names)s") % {"names": names}
            yield line.guardrail.name, reason, "bad"
        elif line.missing:
            yield line.guardrail.name, " ".join(line.missing), "warn"


def _verdicts(discovery: Discovery) -> Mapping[str, list[tuple[DataProduct, Verdict]]]:
    """The verdicts of each check for each product that is not retired and that the check applies to."""
    verdicts: dict[str, list[tuple[DataProduct, Verdict]]] = defaultdict(list)
    for fitness in fitness_of(discovery):
        for function in fitness.functions:
            for result in function.checks:
                if result.verdict.applies:
                    verdicts[result.check.key].append((fitness.product, result.verdict))
    return verdicts


def _line(
    row: Guardrail,
    verdicts: Mapping[str, list[tuple[DataProduct, Verdict]]],
    deviation_rows: list[Deviation],
    today: date,
    above: str,
) -> GuardrailLine:
    judged = verdicts.get(row.fitness_check, []) if row.state != GuardrailState.RETIRED else []
    keeping = {product.pk for product, verdict in judged if verdict.is_passed}
    deviations = tuple(
        Deviating(each, each.until is not None and each.until < today, each.product_id in keeping)
        for each in deviation_rows
    )
    excused = {each.deviation.product_id for each in deviations if each.holds}
    breaches = tuple(
        Breach(product, verdict)
        for product, verdict in judged
        if verdict.state == FAILED and product.pk not in excused
    )
    body = if_there(row.body)
    decision = if_there(row.decision)
    decider = body.name if body else above
    missing = tuple(_missing_parts(row, decider, deviations))
    failing = tuple(product for product, _verdict in judged if product.pk not in keeping)
    return GuardrailLine(row, body, decider, decision, deviations, breaches, len(judged), failing, missing)


def _missing_parts(row: Guardrail, decider: str, deviations: Iterable[Deviating]) -> Iterable[str]:
    if row.state == GuardrailState.RETIRED:
        return
    if not decider:
        yield _("No deciding body yet.")
    if not row.fitness_check:
        yield _("No fitness check yet.")
    elif row.fitness_check not in fitness_checks:
        yield _("Its fitness check no longer exists.")
    for each in deviations:
        until = each.deviation.until
        if each.deviation.product.state == ProductState.RETIRED:
            continue  # it stays on record, and needs no decision
        if each.is_over and until is not None:
            yield _("The deviation of %(product)s ended on %(day)s.") % {
                "product": each.deviation.product.name,
                "day": formats.date_format(until),
            }
        elif each.is_idle:
            yield _("%(product)s follows it now. You can delete its deviation.") % {
                "product": each.deviation.product.name
            }
