"""Use-case cards: the list, one card with what it is tied to, and how it became what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Field, Prefetch, QuerySet
from django.utils.translation import gettext as _

from discovery.models import Discovery
from discovery.selectors.claims import who_did
from lvt.models import UseCase, UseCaseMeasure
from lvt.selectors.measures import MeasureStanding, standing_of

# What a card says, in the order of the template.
CARD_FIELDS = (
    "name",
    "we_believe",
    "will_help",
    "known_by",
    "example_role",
    "example_want",
    "example_by",
    "hypothesis",
    "initiative",
    "owner",
)


@dataclass(frozen=True, slots=True)
class Card:
    """A use case with the measures of the tree that it names."""

    use_case: UseCase
    measures: tuple[MeasureStanding, ...]

    @property
    def is_loose_end(self) -> bool:
        return self.use_case.hypothesis_id is None

    @property
    def has_example(self) -> bool:
        case = self.use_case
        return bool(case.example_role or case.example_want or case.example_by)


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CardChange:
    """One step in the life of a card; `what` says it when no field changed ("Written", "Deleted")."""

    at: datetime
    who: str
    what: str
    fields: tuple[FieldChange, ...]


def use_cases_of(discovery: Discovery) -> QuerySet[UseCase]:
    """The cards of the discovery in their order."""
    return UseCase.objects.filter(discovery=discovery).select_related(
        "hypothesis__goal", "initiative", "owner", "author"
    )


def cards(discovery: Discovery, *, loose_only: bool = False) -> list[Card]:
    """The cards with their measures, in three queries whatever their number."""
    use_cases = use_cases_of(discovery).prefetch_related(
        Prefetch(
            "measure_links",
            UseCaseMeasure.objects.filter(measure__deleted_at=None)
            .select_related("measure")
            .prefetch_related("measure__values"),
        )
    )
    if loose_only:
        use_cases = use_cases.filter(hypothesis=None)
    return [card(use_case) for use_case in use_cases]


def count_loose_ends(discovery: Discovery) -> int:
    return UseCase.objects.filter(discovery=discovery, hypothesis=None).count()


def card(use_case: UseCase) -> Card:
    links = use_case.measure_links.all()
    return Card(
        use_case, tuple(standing_of(link.measure) for link in links if link.measure.deleted_at is None)
    )


def history_of(use_case: UseCase) -> list[CardChange]:
    """Who changed the card, when, from what to what; the latest first. A new place in the list is none."""
    changes: list[CardChange] = []
    before: Any = None
    rows = UseCase.history.filter(uuid=use_case.uuid).select_related(
        "operation", "hypothesis", "initiative", "owner"
    )
    for row in rows.order_by("history_id"):
        if before is None:
            changes.append(CardChange(row.history_date, who_did(row.operation), _("Written"), ()))
        elif row.deleted_at != before.deleted_at:
            what = _("Deleted") if row.deleted_at else _("Brought back")
            changes.append(CardChange(row.history_date, who_did(row.operation), what, ()))
        elif fields := _differences(before, row):
            changes.append(CardChange(row.history_date, who_did(row.operation), "", fields))
        before = row
    return changes[::-1]


def _differences(before: Any, after: Any) -> tuple[FieldChange, ...]:
    changes = []
    for name in CARD_FIELDS:
        field = cast("Field[Any, Any]", UseCase._meta.get_field(name))
        if getattr(before, field.attname) != getattr(after, field.attname):
            label = str(field.verbose_name)
            changes.append(FieldChange(label, _in_words(before, name), _in_words(after, name)))
    return tuple(changes)


def _in_words(row: Any, name: str) -> str:
    value = getattr(row, name)
    return "–" if value in (None, "") else str(value)
