"""One list of what a discovery concluded: decisions, actions, questions, risks and the parking lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.utils import timezone
from django.utils.text import capfirst

from core.labels import Text
from core.text import clean_text
from discovery import registries
from discovery.models import Discovery
from discovery.registries import NavigationPage
from discovery.search.selectors import findables

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
    """`what` it is, in a word; who has taken or said it, and in which workshop; whether that is over, and the
    day that it is due, if it has one."""

    what: str
    title: str
    detail: str
    url: str
    who: str
    where: str
    at: datetime
    is_over: bool
    due: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether it should be over by now."""
        return self.due is not None and not self.is_over and self.due < timezone.localdate()


def kinds() -> list[tuple[str, Text]]:
    """The kinds of outcomes by key, each with its name, in the order of their pages."""
    return [(page.key, page.label) for page, _source in _pages()]


def outcomes_of(discovery: Discovery, criteria: OutcomeFilter) -> QuerySet[Any, Any]:
    """The primary key, kind and time of the wanted outcomes, the newest first, in one query."""
    has_text = Q(title__icontains=criteria.text)
    parts = [
        _rows(source, is_open=criteria.is_open)
        .filter(has_text, discovery=discovery)
        .order_by()
        .values_list("pk", Value(page.key, output_field=CharField()), "created_at")
        for page, source in _pages()
        if criteria.kind in ("", page.key)
    ]
    return parts[0].union(*parts[1:], all=True).order_by("-created_at", "-pk")


def outcome_rows(discovery: Discovery, listed: Iterable[tuple[int, str, datetime]]) -> list[OutcomeRow]:
    """The outcomes that are listed, in their order; two queries for each kind among them."""
    listed = list(listed)
    keys_by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for pk, key, _at in listed:
        keys_by_kind[key].append(pk)
    outcomes = {}
    for page, source in _pages():
        is_listed = Q(pk__in=keys_by_kind[page.key])
        if not keys_by_kind[page.key]:
            continue
        still = {*_rows(source, is_open=True).filter(is_listed).values_list("pk", flat=True)}
        rows = _rows(source).filter(is_listed).select_related("workshop")
        for row in rows.select_related("owner") if page.key == "actions" else rows:
            outcomes[row.pk, page.key] = _outcome(discovery, row, page, is_over=row.pk not in still)
    return [outcomes[pk, key] for pk, key, _at in listed if (pk, key) in outcomes]


def _outcome(discovery: Discovery, row: Any, page: NavigationPage, *, is_over: bool) -> OutcomeRow:
    return OutcomeRow(
        capfirst(str(row._meta.verbose_name)),
        row.title,
        row.reason if page.key == "decisions" else row.detail,
        findables()[row._meta.label].url(discovery, row),
        str(getattr(row, _WHO.get(page.key, "captured_by"))),
        str(row.workshop or ""),
        row.created_at,
        is_over,
        getattr(row, "due", None),
    )


def _pages() -> list[tuple[NavigationPage, _Counted]]:
    """The pages of the area in order, each with what its tab counts."""
    pages = sorted(registries.navigation, key=lambda page: page.order)
    return [(page, page.rows) for page in pages if page.area == AREA and page.rows is not None]


def _rows(source: _Counted, *, is_open: bool = False) -> QuerySet[Any]:
    """What a page lists; with `is_open` what its tab counts."""
    rows = source()
    return rows if is_open else rows.model.objects.all()
