"""What is changed in a what-if, as an address says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.forms.artifacts import PlainForm
from core.forms.typed import field_of
from discovery.models import Discovery
from lvt.forms.methods import WeightsForm
from lvt.selectors.results import Results
from lvt.selectors.rounds import current_results
from products.models import Scenario
from products.selectors.coverage import Coverage, coverage
from products.selectors.scenarios import Compared, Named
from products.selectors.what_if import Changes, WhatIf, beside, changed_words, what_if

MOST_WEEKS, _MOST_PRODUCTS = 100_000, 9999
_WHOLE = forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"})


def _weeks_field(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST_WEEKS,
        decimal_places=1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.5", "min": 0}),
    )


class CapacityForm(PlainForm):
    """A capacity in person-weeks, where these count and not a number of products."""

    weeks = _weeks_field(_("Or person-weeks"))

    def asked(self) -> Decimal | None:
        """None where nothing is asked for, or nothing possible."""
        return self.cleaned_data["weeks"] if self.is_valid() else None


class WhatIfForm(PlainForm):
    """One more change, and the capacities; what was changed before stands in the address as `drop` and `out`
    (uuids of products and goals), `effort` (uuid:person-weeks), and the uuids of criteria with their weights.
    What names nothing that is there changes nothing."""

    now = forms.IntegerField(
        label=_("New data products (as recorded)"),
        min_value=0,
        max_value=_MOST_PRODUCTS,
        required=False,
        widget=_WHOLE,
    )
    then = forms.IntegerField(
        label=_("New data products (changed)"),
        min_value=0,
        max_value=_MOST_PRODUCTS,
        required=False,
        widget=_WHOLE,
    )
    weeks = _weeks_field(_("Or person-weeks"))
    product = forms.ChoiceField(label=_("Data product"), required=False)
    takes = _weeks_field(_("Effort in person-weeks"), _("Leave empty to drop it."))
    goal = forms.ChoiceField(label=_("Leave out a goal"), required=False)

    def __init__(self, sent: QueryDict, covered: Coverage, results: Results) -> None:
        super().__init__(sent or None)
        self._sent = sent
        self.weighs = WeightsForm({name: str(value) for name, value in sent.items()}, results.method)
        self._products = {str(each.product.uuid): str(each) for each in covered.products}
        self._goals = {str(goal.goal.uuid): str(goal.goal) for goal in covered.goals}
        gone = _("This no longer exists. Choose another.")
        for name, choices in (("product", self._products), ("goal", self._goals)):
            field = field_of(self, name, forms.ChoiceField)
            field.choices = [("", _("None")), *choices.items()]
            field.error_messages["invalid_choice"] = gone

    def changes(self) -> Changes:
        """Those of the address, and the one that the form adds. What is wrong in the form changes nothing,
        and is said beside its field."""
        said: dict[str, Any] = self.cleaned_data if self.is_bound and self.is_valid() else {}
        dropped = {uuid for uuid in self._sent.getlist("drop") if uuid in self._products}
        efforts = dict(self._efforts())
        if product := said.get("product"):
            if said.get("takes") is None:
                dropped.add(product)
            else:
                efforts[product] = said["takes"]
                dropped.discard(product)
        out = {uuid for uuid in (*self._sent.getlist("out"), said.get("goal")) if uuid in self._goals}
        return Changes(
            frozenset(dropped),
            frozenset(out),
            {uuid: weeks for uuid, weeks in efforts.items() if uuid not in dropped},
            self.weighs.weights if self.weighs.is_bound else {},
            said.get("now"),
            said.get("then"),
            said.get("weeks"),
        )

    def _efforts(self) -> Iterator[tuple[str, Decimal]]:
        weeks = self.fields["takes"]
        for each in self._sent.getlist("effort"):
            uuid, _colon, typed = each.partition(":")
            try:
                effort = weeks.clean(typed)
            except forms.ValidationError:
                continue
            if uuid in self._products and effort is not None:
                yield uuid, effort


def form_of(sent: QueryDict, discovery: Discovery) -> WhatIfForm | None:
    """None before anything is ranked."""
    results = current_results(discovery)
    return None if results is None else WhatIfForm(sent, coverage(discovery), results)


def _form_by(query: str, discovery: Discovery) -> WhatIfForm | None:
    """The form filled from the query of an address. Values that cannot be read change nothing."""
    try:
        return form_of(QueryDict(query), discovery)
    except (TooManyFieldsSent, UnicodeError):
        return form_of(QueryDict(), discovery)


def asked_by(query: str, discovery: Discovery) -> WhatIf | None:
    """What the query of an address changes; None before anything is ranked. What cannot be read changes
    nothing."""
    form = _form_by(query, discovery)
    return None if form is None else what_if(discovery, form.changes())


def words_by(query: str, discovery: Discovery) -> tuple[str, ...]:
    """Each change of the query of an address in words; none before anything is ranked."""
    form = _form_by(query, discovery)
    return () if form is None else changed_words(discovery, form.changes())


def compared(discovery: Discovery, scenarios: Iterable[Scenario]) -> Compared | None:
    """The scenarios side by side, all beside what is recorded for the first; None before anything is ranked,
    or without one."""
    asked = [(each, asked_by(each.changes, discovery)) for each in scenarios]
    worlds = [(each, world) for each, world in asked if world is not None]
    named = tuple(Named(each.name, beside(world, worlds[0][1], discovery), each) for each, world in worlds)
    return Compared(named) if named else None
