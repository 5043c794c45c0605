"""Reads of what was captured: actions, questions, risks, and the parking lot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils import timezone

from core.labels import by_name
from core.models import Artifact
from core.name_comparison import is_same
from core.selectors.request_cache import shared
from discovery.models import Discovery, StreamKind
from organizations.models import Person
from workshops.models import (
    ActionItem,
    ActionState,
    CapturedOutcome,
    Decision,
    Level,
    ParkingLotItem,
    Question,
    Risk,
    Workshop,
)
from workshops.room.running.selectors import people_in

A = TypeVar("A", bound=Artifact)

# The models by the key of their kind, in the order in which pages list them.
MODELS: dict[str, type[CapturedOutcome]] = {
    "action": ActionItem,
    "question": Question,
    "risk": Risk,
    "parking_lot": ParkingLotItem,
}


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action, and whether it should have been done by now."""

    action: ActionItem
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """Filter of a page of actions; "" is all. `owner` is a name as Responsible shows it, "-" for no one."""

    state: str = ActionState.OPEN.value
    owner: str = ""
    stream: str = ""


@dataclass(frozen=True, slots=True)
class RiskCell:
    """A field of the 3 × 3 picture: the risks of this likelihood and impact. `tone` is good, warn or bad."""

    likelihood: Level
    impact: Level
    risks: tuple[Risk, ...]

    @property
    def tone(self) -> str:
        return tone_of(self.likelihood * self.impact)


@dataclass(frozen=True, slots=True)
class RiskMap:
    """`rows` go from the likeliest to the least likely, each from low to high impact."""

    rows: tuple[tuple[Level, tuple[RiskCell, ...]], ...]
    impacts: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class CapturedRow:
    """Anything captured, for lists of all kinds: `kind` is a key of MODELS, or "decision"; `by` who said or
    decided it."""

    kind: str
    uuid: UUID
    title: str
    by: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes of a discovery or of one of its workshops."""

    decisions: tuple[Decision, ...]
    actions: tuple[ActionRow, ...]
    questions: tuple[Question, ...]
    risks: tuple[Risk, ...]
    parking_lot: tuple[ParkingLotItem, ...]

    @property
    def is_empty(self) -> bool:
        return not any((self.decisions, self.actions, self.questions, self.risks, self.parking_lot))


def tone_of(weight: int) -> str:
    """The tone for likelihood × impact: "bad" from 6 of 9, "warn" from 3."""
    return "bad" if weight >= 6 else "warn" if weight >= 3 else "good"


def person_named(discovery: Discovery, name: str) -> Person | None:
    """The one person of the organization with this name, as a reader sees it; None when none or several
    have it."""
    if not name:
        return None
    people = Person.objects.filter(organization=discovery.domain.organization_id)
    namesakes = [person for person in people if is_same(person.name, name)]
    return namesakes[0] if len(namesakes) == 1 else None


@shared
def kinds_of_streams(discovery: Discovery) -> list[StreamKind]:
    """The streams that what is captured may be for: those of the discovery, or all where it has none."""
    kinds = set(
        discovery.phases.values_list("streams__kind", flat=True).filter(streams__deleted_at=None).distinct()
    )
    return [kind for kind in StreamKind if kind in kinds] or list(StreamKind)


def owner_suggestions(discovery: Discovery, *, only_in: Workshop | None = None) -> list[str]:
    """The names that may own an action: the organization's people, and the owners of other actions of the
    discovery; `only_in` a workshop the people who are there."""
    if only_in is not None:
        return sorted({each.label for each in people_in(only_in.pk)}, key=by_name)
    people = Person.objects.filter(organization=discovery.domain.organization_id)
    others = ActionItem.objects.filter(discovery=discovery).exclude(owner_name="")
    names = chain(people.values_list("name", flat=True), others.values_list("owner_name", flat=True))
    return sorted(set(names), key=by_name)


# --- Actions --------------------------------------------------------------------------------------


def actions_of(discovery: Discovery, criteria: ActionFilter | None = None) -> list[ActionRow]:
    """The actions by due date, those without one last, the open ones first; all without a filter."""
    rows = _of(ActionItem, discovery=discovery).select_related("owner", "workshop", "activity")
    if criteria is not None:
        if criteria.state:
            rows = rows.filter(state=criteria.state)
        if criteria.stream:
            rows = rows.filter(stream=criteria.stream)
        if criteria.owner == "-":
            rows = rows.filter(owner=None, owner_name="")
        elif criteria.owner:
            rows = rows.filter(Q(owner__name=criteria.owner) | Q(owner=None, owner_name=criteria.owner))
    return as_rows(_open_first(rows))


def _open_first(rows: QuerySet[ActionItem]) -> list[ActionItem]:
    by_due = rows.order_by(F("due").asc(nulls_last=True), "pk")
    return sorted(by_due, key=lambda row: row.state != ActionState.OPEN)


def as_rows(actions: Iterable[ActionItem]) -> list[ActionRow]:
    """The actions, each with whether it is overdue today."""
    today = timezone.localdate()
    return [ActionRow(action, is_overdue(action, today)) for action in actions]


def is_overdue(action: ActionItem, today: date) -> bool:
    """Return True if it is open after its day has passed."""
    return action.state == ActionState.OPEN and action.due is not None and action.due < today


def owners_of(discovery: Discovery) -> list[str]:
    """The names of those who have an action, for the filter."""
    rows = ActionItem.objects.filter(discovery=discovery).select_related("owner")
    return sorted({row.responsible_name for row in rows} - {""}, key=by_name)


def actions_taken_by(workshop: Workshop, *, account: int | None, name: str) -> list[ActionItem]:
    """The actions of the workshop that are one person's: by account where the owner has one, which no guest
    proves by giving a name; else by the name that tells them apart in the room, "" for no one's."""

    def is_theirs(action: ActionItem) -> bool:
        owner = action.owner.account_id if action.owner else None
        if owner is not None:
            return owner == account
        return bool(name) and is_same(action.responsible_name, name)

    actions = ActionItem.objects.filter(workshop=workshop).select_related("owner")
    return [action for action in actions if is_theirs(action)]


# --- Questions, risks, parking lot ----------------------------------------------------------------


def questions_of(discovery: Discovery) -> list[Question]:
    """The open ones first."""
    rows = _of(Question, discovery=discovery).select_related("workshop", "activity")
    return sorted(rows, key=lambda row: bool(row.answer))


def risks_of(discovery: Discovery) -> list[Risk]:
    """The heaviest first."""
    rows = _of(Risk, discovery=discovery).select_related("workshop", "activity")
    return sorted(rows, key=lambda row: -row.weight)


def parking_lot_of(discovery: Discovery) -> list[ParkingLotItem]:
    """Things in the parking lot, those that aren't settled first."""
    rows = _of(ParkingLotItem, discovery=discovery).select_related("workshop", "activity")
    return sorted(rows, key=lambda row: row.is_settled)


def risk_map(risks: Iterable[Risk]) -> RiskMap:
    """The picture of the risks."""
    cells: dict[tuple[int, int], list[Risk]] = {}
    for risk in risks:
        cells.setdefault((risk.likelihood, risk.impact), []).append(risk)
    return RiskMap(
        tuple(
            (likelihood, tuple(_cell(cells, likelihood, impact) for impact in Level))
            for likelihood in reversed(Level)
        ),
        tuple(Level),
    )


def _cell(cells: dict[tuple[int, int], list[Risk]], likelihood: Level, impact: Level) -> RiskCell:
    return RiskCell(likelihood, impact, tuple(cells.get((likelihood, impact), ())))


# --- All kinds ------------------------------------------------------------------------------------


def outcomes_of(discovery: Discovery, workshop: Workshop | None = None) -> Outcomes:
    """Outcomes captured in the discovery, or in one workshop of it; seven queries."""
    scope: dict[str, Artifact] = {"discovery": discovery} if workshop is None else {"workshop": workshop}
    actions = _of(ActionItem, **scope).select_related("owner", "workshop")
    parked = _of(ParkingLotItem, **scope).select_related("workshop")
    return Outcomes(
        tuple(_of(Decision, **scope).select_related("workshop").order_by("decided_at", "pk")),
        tuple(as_rows(_open_first(actions))),
        tuple(sorted(_of(Question, **scope).select_related("workshop"), key=lambda row: bool(row.answer))),
        tuple(sorted(_of(Risk, **scope).select_related("workshop"), key=lambda row: -row.weight)),
        tuple(sorted(parked, key=lambda row: row.is_settled)),
    )


def captured_in(workshop_id: int) -> list[CapturedRow]:
    """Everything that was captured in a workshop, the newest first; one query."""
    # What people ask in a question list is listed there, with the support that it has.
    rows_by_kind = {kind: model.objects.filter(workshop=workshop_id) for kind, model in MODELS.items()}
    rows_by_kind["question"] = Question.objects.filter(workshop=workshop_id, author="")
    parts = [_as_rows(kind, rows, "captured_by") for kind, rows in rows_by_kind.items()]
    decisions = _as_rows("decision", Decision.objects.filter(workshop=workshop_id), "decided_by")
    return [
        CapturedRow(kind, uuid, title, by)
        for kind, uuid, title, by, _at in decisions.union(*parts, all=True).order_by("-created_at", "uuid")
    ]


def _as_rows(kind: str, rows: QuerySet[Any], by: str) -> QuerySet[Any, Any]:
    """Kind, uuid, title, person and time of the rows: the same columns for each model, for a union."""
    kinds: QuerySet[Any] = rows.order_by().annotate(kind=Value(kind, output_field=CharField()))
    return kinds.values_list("kind", "uuid", "title", by, "created_at")


def _of(model: type[A], **scope: Artifact) -> QuerySet[A]:
    return model.objects.filter(**scope)
