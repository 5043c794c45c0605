"""Changes of a what-if, as in an address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from lvt.methods.forms import WeightsForm
from lvt.rounds.selectors import current_results
from lvt.selectors.ranking_results import Results
from products.models import ProductState, Scenario
from products.planning.what_if.selectors import WhatIf, beside, changed_words, what_if
from products.planning.what_if_scenarios.selectors import NamedWorld, ScenarioComparison, scenarios_of
from products.selectors.asked_rows import requested_products
from products.selectors.goal_coverage import Coverage, ServingProduct, coverage_of
from products.selectors.what_if_coverage import WhatIfChanges

MOST_WEEKS, _MOST_PRODUCTS = 100_000, 9999
# Longer texts are no number of person-weeks.
_EFFORT, _MOST_TYPED = "effort-", 40


def _weeks_field(label: Any, **attrs: str) -> forms.DecimalField:
    widget = (
        forms.TextInput(attrs=attrs)
        if attrs
        else forms.NumberInput(attrs={"class": "short", "step": "0.5", "min": 0})
    )
    return forms.DecimalField(
        label=label, min_value=0, max_value=MOST_WEEKS, decimal_places=1, required=False, widget=widget
    )


def _number(**attrs: str) -> dict[str, str]:
    """A cell with a number. Arrow keys go from cell to cell, so it is no field with its own arrows."""
    return {"class": "cell", "inputmode": "decimal", "autocomplete": "off", **attrs}


def _products_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST_PRODUCTS,
        required=False,
        widget=forms.TextInput(attrs=_number(inputmode="numeric")),
    )


class FollowForm(PlainForm):
    """The order of the changes that one page sends to the screens: `tap` rises on each `device`."""

    device = forms.RegexField(r"^[0-9a-f]{0,32}$", required=False)
    tap = forms.IntegerField(min_value=0, max_value=2**53, required=False)


class CapacityForm(PlainForm):
    """A capacity in person-weeks, where these count and not a number of products."""

    weeks = _weeks_field(_("Or person-weeks"))

    def capacity(self) -> Decimal | None:
        """None where nothing is asked for, or nothing possible."""
        return self.cleaned_data["weeks"] if self.is_valid() else None


@dataclass(frozen=True, slots=True)
class WhatIfCell:
    """A line of the sheet: its label, the number of the current plan, and the field that holds this number
    until it is changed. `drop` is the name of the box that takes it out, "" where none does, `value` what
    that box sends, and `is_dropped` whether it is ticked. `is_live`: a product that isn't built again."""

    label: str
    now: str
    field: forms.BoundField | None
    drop: str = ""
    value: str = ""
    is_dropped: bool = False
    is_live: bool = False

    @property
    def text(self) -> str:
        """The text in its field: what was typed, or else the number of the current plan."""
        return self._input or self.now

    @property
    def is_changed(self) -> bool:
        """Return True if its field has another number, "8.0" for "8" being the same; a line that is left out
        is marked as such."""
        return bool(self._input) and _amount(self._input) != _amount(self.now)

    @property
    def _input(self) -> str:
        return "" if self.field is None else str(self.field.data or "").strip()


class WhatIfForm(PlainForm):
    """Every number that a what-if may change: capacities, the effort of each product, weights; and what is
    dropped. A field holds the number of the current plan. With this number, or empty, it changes nothing,
    nor does a wrong one.

    An address has the same in short: `drop` and `out` (uuids of products and goals), `effort`
    (uuid:person-weeks), and the uuids of criteria with their weights. What names nothing that is there
    changes nothing."""

    now = _products_field(_("New data products"))
    then = _products_field(_("New data products"))
    weeks = _weeks_field(_("Capacity in person-weeks"), **_number())

    def __init__(self, query: QueryDict, coverage: Coverage, results: Results) -> None:
        self._query = query
        self._coverage = coverage
        self._products = {str(each.product.uuid): each for each in coverage.products}
        self._goals = {str(goal.goal.uuid): goal for goal in coverage.goals}
        super().__init__({**dict(self._efforts_of_address()), **query.dict()} if query else None)
        for uuid, each in self._products.items():
            words = _("Effort of %(product)s in person-weeks") % {"product": each}
            self.fields[f"{_EFFORT}{uuid}"] = _weeks_field(words, **_number())
        self.weighs = WeightsForm({name: str(value) for name, value in query.items()}, results.method)
        for name in self.weighs.fields:
            self.weighs.fields[name].widget = forms.TextInput(attrs=_number())

    def _efforts_of_address(self) -> Iterator[tuple[str, str]]:
        for each in self._query.getlist("effort"):
            uuid, _colon, weeks = each.partition(":")
            if uuid in self._products and len(weeks) <= _MOST_TYPED:
                yield f"{_EFFORT}{uuid}", weeks

    def changes(self) -> WhatIfChanges:
        """Those of the form and of its address. A value with an error changes nothing, and its error is shown
        beside it."""
        self.is_valid()
        values: dict[str, Any] = self.cleaned_data if self.is_bound else {}
        dropped = frozenset(uuid for uuid in self._query.getlist("drop") if uuid in self._products)
        efforts = {uuid: values.get(f"{_EFFORT}{uuid}") for uuid in self._products}
        return WhatIfChanges(
            dropped,
            frozenset(uuid for uuid in self._query.getlist("out") if uuid in self._goals),
            {
                uuid: weeks
                for uuid, weeks in efforts.items()
                if weeks is not None
                and uuid not in dropped
                and not _is_live(self._products[uuid])
                and weeks != self._products[uuid].product.effort
            },
            self.weighs.weights if self.weighs.is_bound else {},
            values.get("now"),
            values.get("then"),
            values.get("weeks"),
        )

    def capacities(self, limit: int) -> list[WhatIfCell]:
        """The lines of the capacity. `limit` is the number of new data products of the current plan."""
        lines = ((_("New data products"), str(limit), "then"), (_("Or person-weeks"), "", "weeks"))
        return [WhatIfCell(str(label), now, self[name]) for label, now, name in lines]

    @property
    def efforts(self) -> list[WhatIfCell]:
        """A line for each product, in the order of the page."""
        dropped = self._query.getlist("drop")
        return [
            WhatIfCell(
                str(each),
                _recorded_effort(each),
                None if _is_live(each) else self[f"{_EFFORT}{uuid}"],
                "drop",
                uuid,
                uuid in dropped,
                is_live=_is_live(each),
            )
            for uuid, each in self._products.items()
        ]

    @property
    def goal_lines(self) -> list[WhatIfCell]:
        """A line for each goal."""
        out = self._query.getlist("out")
        return [
            WhatIfCell(str(goal.goal), str(len(goal.use_cases)), None, "out", uuid, uuid in out)
            for uuid, goal in self._goals.items()
        ]

    @property
    def weights(self) -> list[WhatIfCell]:
        """A line for each criterion, where weights count."""
        if not self.weighs.matters:
            return []
        return [
            WhatIfCell(str(field.label), _in_field(field.initial), field)
            for field in (self.weighs[name] for name in self.weighs.fields)
        ]

    @property
    def has_weights(self) -> bool:
        """Return True if a weight is changed or wrong."""
        return any(each.is_changed for each in self.weights)

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """The id of each field that is wrong, and why."""
        fields = [self[name] for name in self.errors if name in self.fields]
        fields += [self.weighs[name] for name in self.weighs.errors if name in self.weighs.fields]
        return [(field.id_for_label, " ".join(map(str, field.errors))) for field in fields]


def _amount(text: str) -> Decimal | str:
    """The number of the text, or the text itself where it is no number."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    return amount if amount.is_finite() else text


def _in_field(value: Decimal) -> str:
    """The number as a field takes it back: without signs between thousands."""
    return f"{Decimal(value).normalize():f}"


def _is_live(each: ServingProduct) -> bool:
    """Return True if it isn't built again, so its effort counts nowhere."""
    return each.product.state == ProductState.LIVE


def _recorded_effort(each: ServingProduct) -> str:
    """Not that of a product of another discovery, which this one may not show."""
    effort = each.product.effort if each.is_from_here else None
    return "" if effort is None else _in_field(effort)


def form_of(query: QueryDict, discovery: Discovery) -> WhatIfForm | None:
    """None before anything is ranked."""
    results = current_results(discovery)
    return None if results is None else WhatIfForm(query, coverage_of(discovery), results)


def _form_by(query: str, discovery: Discovery) -> WhatIfForm | None:
    """The form filled from the query of an address. Values that cannot be read change nothing."""
    try:
        return form_of(QueryDict(query), discovery)
    except (TooManyFieldsSent, UnicodeError):
        return form_of(QueryDict(), discovery)


@cached_per_request
def asked_by(query: str, discovery: Discovery) -> WhatIf | None:
    """The what-if of the query of an address; None before anything is ranked. A part that cannot be read
    changes nothing."""
    form = _form_by(query, discovery)
    return None if form is None else what_if(discovery, form.changes())


def words_by(query: str, discovery: Discovery) -> tuple[str, ...]:
    """Each change of the query of an address in words; none before anything is ranked."""
    form = _form_by(query, discovery)
    return () if form is None else changed_words(discovery, form.changes())


def compared(discovery: Discovery, scenarios: Iterable[Scenario]) -> ScenarioComparison | None:
    """The scenarios side by side, with at most as many new products as are requested, all beside what is
    recorded for the first; None before anything is ranked, or without one."""
    limit = requested_products(discovery)
    what_ifs = [(each, asked_by(at_limit(each.changes, limit), discovery)) for each in scenarios]
    worlds = [(each, world) for each, world in what_ifs if world is not None]
    if not worlds:
        return None
    recorded = asked_by(at_limit("", limit), discovery) if limit is not None else None
    first = recorded or worlds[0][1]
    return ScenarioComparison(
        tuple(NamedWorld(each.name, beside(world, first, discovery), each) for each, world in worlds)
    )


def at_limit(changes: str, limit: int | None) -> str:
    """The changes with at most `limit` new products, unless they have their own number of them."""
    if limit is None or "now=" in changes:
        return changes
    return f"{changes}&now={limit}".removeprefix("&")


def to_choose(scenario: Scenario) -> NamedWorld | None:
    """The scenario beside what is recorded, both with as many new products as are requested; None before
    anything is ranked."""
    changes = at_limit(scenario.changes, requested_products(scenario.discovery))
    world = asked_by(changes, scenario.discovery)
    return NamedWorld(scenario.name, world, scenario) if world else None


@cached_per_request
def chosen_world(discovery: Discovery) -> NamedWorld | None:
    """The scenario that the latest decision chose, beside what is recorded; None before anything is ranked,
    or without one."""
    decided = [(each.decided_by, each) for each in scenarios_of(discovery)]
    rows = [(decision.decided_at, decision.pk, each) for decision, each in decided if decision is not None]
    if not rows:
        return None
    *_order, scenario = max(rows, key=lambda row: row[:2])
    world = asked_by(scenario.changes, discovery)
    return NamedWorld(scenario.name, world, scenario) if world else None
