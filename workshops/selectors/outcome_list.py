"""One list of what a discovery concluded: decisions, actions, questions, risks and the parking lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils import timezone

from core.clean_text import clean_text
from core.kinds import kind_of
from core.labels import Text
from core.models import Artifact
from discovery import registries
from discovery.models import Discovery
from discovery.registries import NavigationPage
from discovery.search.selectors import findables
from workshops.models import ActionItem, OutcomeState
from workshops.results.quick_captures.selectors import is_overdue

AREA = "outcomes"
"""The area of the navigation whose pages each show one kind of outcome."""
_LONGEST = 200
_Counted = Callable[[], QuerySet[Any]]
# Who has taken or decided it; of any other, who captured it.
_WHO = {"actions": "responsible", "decisions": "decided_by"}


@dataclass(frozen=True, slots=True)
class OutcomeFilter:
    """Filter for outcomes. `kind` is the key of a page of the area, "" for all; `is_open` leaves out what is
    done, answered or settled."""

    text: str = ""
    kind: str = ""
    is_open: bool = False

    @classmethod
    def of(cls, params: Mapping[str, str]) -> OutcomeFilter:
        """The filter in an address; values that it cannot have are left out."""
        kind = params.get("kind", "")
        text = clean_text(params.get("q", ""))[:_LONGEST].strip()
        return cls(text, kind if kind in dict(kinds()) else "", params.get("state") == "open")


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """`what` it is, in a word; who has taken or said it, and in which workshop; its state, the time of the
    decision or of the capture, and the day that it is due, if it has one."""

    what: str
    title: str
    detail: str
    url: str
    who: str
    where: str
    at: datetime
    state: OutcomeState
    due: date | None = None
    is_overdue: bool = False


def kinds() -> list[tuple[str, Text]]:
    """The kinds of outcomes by key, each with its name, in the order of their pages."""
    return [(page.key, page.label) for page, _source in _pages()]


def outcomes_of(discovery: Discovery, criteria: OutcomeFilter) -> QuerySet[Any, Any]:
    """The primary key, kind, place (_place) and time of the wanted outcomes, in one query: by place, then the
    newest first."""
    has_text = Q(title__icontains=criteria.text)
    parts: list[QuerySet[Any, Any]] = [
        _rows(source, is_open=criteria.is_open)
        .filter(has_text, discovery=discovery)
        .order_by()
        .annotate(
            page=Value(page.key, output_field=CharField()),
            at=F(source().model.DATED_BY),
            place=_place(source),
        )
        .values_list("pk", "page", "place", "at")
        for page, source in _pages()
        if criteria.kind in ("", page.key)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("place", "-at", "-pk", "page")


def outcome_rows(discovery: Discovery, listed: Iterable[tuple[int, str, int, datetime]]) -> list[OutcomeRow]:
    """The outcomes that are listed, in their order; a query for each kind among them."""
    listed = list(listed)
    keys_by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for pk, key, *_order in listed:
        keys_by_kind[key].append(pk)
    outcomes = {}
    for page, source in _pages():
        is_listed = Q(pk__in=keys_by_kind[page.key])
        if not keys_by_kind[page.key]:
            continue
        rows = _rows(source).filter(is_listed).select_related("workshop")
        for row in rows.select_related("owner") if page.key == "actions" else rows:
            outcomes[row.pk, page.key] = _outcome(discovery, row, page)
    return [outcomes[pk, key] for pk, key, *_order in listed if (pk, key) in outcomes]


def _place(source: _Counted) -> Case:
    """0 for an overdue action, 2 for what is done, answered or settled, 1 for anything else."""
    late = [When(due__lt=timezone.localdate(), then=0)] if source().model is ActionItem else []
    return Case(When(~Q(pk__in=source().values("pk")), then=2), *late, default=1)


def _outcome(discovery: Discovery, row: Any, page: NavigationPage) -> OutcomeRow:
    action = row if isinstance(row, ActionItem) else None
    return OutcomeRow(
        _name_of_kind(row),
        row.title,
        row.reason if page.key == "decisions" else row.detail,
        findables()[row._meta.label].url(discovery, row),
        str(getattr(row, _WHO.get(page.key, "captured_by"))),
        str(row.workshop or ""),
        getattr(row, row.DATED_BY),
        row.outcome_state,
        action.due if action else None,
        action is not None and is_overdue(action, timezone.localdate()),
    )


def _name_of_kind(row: Artifact) -> str:
    """The name of its kind that people choose to capture one."""
    capture = kind_of(row).display.capture
    return str(capture.label if capture else row._meta.verbose_name)


def _pages() -> list[tuple[NavigationPage, _Counted]]:
    """The pages of the area in order, each with what its tab counts."""
    pages = sorted(registries.navigation, key=lambda page: page.order)
    return [(page, page.rows) for page in pages if page.area == AREA and page.rows is not None]


def _rows(source: _Counted, *, is_open: bool = False) -> QuerySet[Any]:
    """The rows that a page lists; with `is_open` those that its tab counts."""
    rows = source()
    return rows if is_open else rows.model.objects.all()
