"""Texts of discoveries that people may have written, made of what kinds say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models
from hypothesis import strategies as st

from core.imports.importable_kinds import Entry, children
from core.imports.values import plain_choice
from exchange.services.text_input import entries_of_texts

# What a reader of YAML could take for something else, and what people type.
_WORDS = (
    "No",
    "1.0",
    "2026-01-31",
    "a: b",
    "- x",
    "#1",
    "'quoted'",
    '"so"',
    "Mehr Umsatz – 20 %",
    "اختبار",
    "🚀 go",
    "{x}",
    "~",
    "*all",
    "two  blanks",
    "ends with…",
)
# Fields whose values hang together by rules of their own; the rows say them in _ONLY, or leave them out.
_NOT_SAID = frozenset(
    {
        "workshops.ActionItem.owner_name",
        "workshops.Decision.link",
        "organizations.RoleAllocation.domain",
        "organizations.Team.domain",
        "organizations.Team.is_today",
        "organizations.Team.is_tomorrow",
        "organizations.TeamMembership.is_today",
        "organizations.TeamMembership.is_tomorrow",
        "handover.Finding.link",
        "lvt.Goal.contributes_to",
        "lvt.Hypothesis.state",
        "lvt.Measure.baseline",
        "lvt.UseCase.initiative",
        "operating_model.Body.timezone",
        "operating_model.BodyMember.is_chair",
        "operating_model.BodyMember.role",
        "operating_model.Flow.from_team",
        "operating_model.Flow.to_body",
        "operating_model.Guardrail.state",
        "operating_model.KeyQuestion.state",
        "process.SuitabilityStatement.score",
        "products.AccessRule.value",
        "products.DataProduct.effort",
        "products.DataProduct.effort_low",
        "products.InputPort.feeder",
        "products.InputPort.feeder_port",
        "products.InputPort.kind",
        "products.Iteration.ends_on",
        "products.Slo.time_zone",
        "products.Source.feeds",
        "products.Source.kind",
        "technology.AssetRead.asset",
        "technology.AssetRead.reader",
        "technology.PlatformChange.told_on",
    }
)
_ONLY: dict[str, Sequence[Any]] = {
    "operating_model.DutyPart.part": ["R", "C"],
    "products.AccessRule.basis": ["role"],
    "process.DeltaScore.today": [0, 5],
    "process.DeltaScore.wanted": [1, 4],
    "products.SloWindow.target": [99, 99.5, 1],
    "technology.ProductNeed.level": [1, 5],
}
_NEEDED = frozenset(
    {
        "operating_model.Agreement.support",
        "operating_model.BodyMember.person",
        "operating_model.Flow.from_body",
        "operating_model.Flow.to_team",
        "process.StrategyChoice.platform_use",
        "products.UsagePattern.who",
        "technology.AssetRead.reader_product",
        "technology.AssetRead.source",
    }
)
_FROM_FIVE = ("length", "minutes", "share", "wip_limit")
# Of these two may be called the same.
_TWINS = frozenset({"lvt.Goal", "lvt.Hypothesis", "lvt.Initiative", "lvt.Measure", "lvt.UseCase"})
# What a part of a product names hangs on the same product.
_OF_ITS_PARENT = ("products.UsageGroup", "products.OutputPort")
_AT_LEAST_ONE = frozenset({"products.SloWindow"})


class _Writer:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.entries = entries_of_texts()
        self.made: dict[str, list[str]] = defaultdict(list)
        self.number = 0

    def level(self, entry: Entry | None) -> dict[str, Any]:
        """Lists of what hangs on a row of the entry, or on the discovery."""
        said: dict[str, Any] = {}
        for heading, child in children(self.entries, entry).items():
            least = 1 if child.key in _AT_LEAST_ONE else 0
            most = 1 if child.is_single else 3 if entry is None else 2
            count = self.draw(st.integers(least, most))
            rows = [row for _number in range(count) if (row := self.row(child)) is not None]
            unlike = {repr(sorted(_recognized(child, row).items())): row for row in rows}
            rows = rows if child.key in _TWINS else list(unlike.values())
            if rows:
                said[heading] = rows[0] if child.is_single else rows
        return said

    def row(self, entry: Entry) -> dict[str, Any] | None:
        """A row, or None where nothing is there that it needs."""
        said: dict[str, Any] = {}
        for label in _OF_ITS_PARENT if entry.key == "products.DataProduct" else ():
            self.made[label] = []
        for name in entry.fields:
            label = f"{entry.key}.{name}"
            if label in _NOT_SAID:
                continue
            is_needed = label in _NEEDED or name == entry.kind.title or _is_needed(entry, name)
            if not is_needed and not self.draw(st.booleans()):
                continue
            value = self.value(entry, name, label)
            if value is None and is_needed and not _may_be_empty(entry, name):
                return None
            if value is not None:
                said[name] = value
        title = said.get(entry.kind.title)
        if isinstance(title, str):
            self.made[entry.key].append(title)
        said |= self.level(entry)
        return said

    def value(self, entry: Entry, name: str, label: str) -> Any:
        if label in _ONLY:
            return self.draw(st.sampled_from(_ONLY[label]))
        if name in entry.names:
            there = self.made[entry.names[name]]
            clear = [each for each in dict.fromkeys(there) if there.count(each) == 1]
            if not clear:
                return None
            if name in entry.shape.lists:
                return self.draw(st.lists(st.sampled_from(clear), unique=True, min_size=1, max_size=3))
            return self.draw(st.sampled_from(clear))
        return self.plain(entry, entry.column(name), name)

    def plain(self, entry: Entry, column: models.Field[Any, Any], name: str) -> Any:
        draw = self.draw
        if column.choices:
            values = [value for value, _label in column.flatchoices if value not in ("", None)]
            return plain_choice(column, draw(st.sampled_from(values)))
        kinds: tuple[tuple[type[models.Field[Any, Any]], st.SearchStrategy[Any]], ...] = (
            (models.BooleanField, st.booleans()),
            (models.DateTimeField, st.datetimes(datetime(2020, 1, 1), timezones=st.just(UTC)).map(_whole)),
            (models.DateField, st.dates(date(2020, 1, 1), date(2026, 1, 1))),
            (models.TimeField, st.sampled_from([time(9), time(14, 30)]).map(lambda at: at.isoformat()[:5])),
            (models.DecimalField, st.integers(0, 999).map(lambda tenths: tenths / 10)),
            (models.IntegerField, st.integers(5, 20) if name in _FROM_FIVE else st.integers(0, 5)),
            (models.URLField, st.just("https://example.org/agreement")),
        )
        for sort, strategy in kinds:
            if isinstance(column, sort):
                return draw(strategy)
        self.number += 1
        if name == "key":
            return f"own-{self.number}"
        word = draw(st.sampled_from(_WORDS))
        if name == entry.kind.title and entry.key in _TWINS and draw(st.booleans()):
            return word
        if isinstance(column, models.TextField) and draw(st.booleans()):
            return f"{word} {self.number}\n\n  and more"
        return f"{word} {self.number}"[: column.max_length or 100]


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _is_needed(entry: Entry, name: str) -> bool:
    column = entry.kind.column(name)
    return column is not None and not column.blank and not column.has_default()


def _may_be_empty(entry: Entry, name: str) -> bool:
    column = entry.kind.column(name)
    return column is not None and column.blank and f"{entry.key}.{name}" not in _NEEDED


def _recognized(entry: Entry, row: dict[str, Any]) -> dict[str, Any]:
    return {name: row.get(name) for name in entry.recognized_by}


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """What stands in a text, without its head."""
    return _Writer(draw).level(None)
