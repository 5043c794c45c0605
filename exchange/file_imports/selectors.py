"""The preview of a plan: each changed row, field by field, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.imports.existing_rows import names_of, tokens_in
from core.imports.rows import ImportPlan, Place, Row, RowShape, SavedRow
from core.kinds import artifact_kinds, kind_of_label, written_out_kinds
from discovery.kinds.artifact_content import FieldChange
from organizations.models import Domain

MOST_SHOWN = 200
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """An incoming row; `place` is its place in the file, `parent` the title of its parent."""

    kind: str
    name: str
    parent: str
    place: str
    is_new: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`rows` are added or changed; `more` counts those that are omitted. `stay` counts unchanged rows,
    `not_named` saved rows that are not in the file."""

    rows: tuple[PreviewRow, ...]
    more: int
    added: int
    changed: int
    stay: int
    not_named: int
    reordered: int

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.reordered)


def preview_of(
    plan: ImportPlan, place_in_words: Callable[[Place], str], domains: Sequence[str] = ()
) -> Preview:
    """Return the plan in words, after the new `domains`. A few queries read the former names of related
    rows."""
    rows = [row for row in plan.rows if row.existing is None or row.changes]
    first_rows = rows[:MOST_SHOWN]
    names = names_of(tokens_in(change.before for row in first_rows for change in row.changes))
    return Preview(
        rows=(*map(_new_domain, domains), *(_row(row, names, place_in_words) for row in first_rows)),
        more=len(rows) - len(first_rows),
        added=len(plan.added) + len(domains),
        changed=len(plan.changed),
        stay=len(plan.unchanged),
        not_named=len(plan.absent),
        reordered=len(plan.orders),
    )


def _new_domain(name: str) -> PreviewRow:
    return PreviewRow(capfirst(str(Domain._meta.verbose_name)), _short(name), "", "", True, ())


@dataclass(frozen=True, slots=True)
class _RowLabels:
    """The labels of a model and its fields, from its kind if it has one."""

    model: Any
    title: str
    labels: Mapping[str, Any]

    @classmethod
    def of(cls, shape: RowShape) -> _RowLabels:
        has_kind = shape.key in artifact_kinds or shape.key in written_out_kinds
        labels = kind_of_label(shape.key).labels if has_kind else {}
        return cls(apps.get_model(shape.key), shape.title, labels)

    def column(self, name: str) -> Any:
        """Return the column with this name; None for links and other names."""
        fields = {field.name: field for field in self.model._meta.concrete_fields}
        return fields.get(name)


def _row(row: Row, names: Mapping[Any, str], place_in_words: Callable[[Place], str]) -> PreviewRow:
    kind = _RowLabels.of(row.shape)
    if row.existing is None:
        pairs = [(name, None, value) for name, value in row.fields.items() if name != kind.title]
    else:
        pairs = [(change.name, change.before, change.after) for change in row.changes]
    fields = (
        FieldChange(_label(kind, name), _words(kind, name, before, names), _words(kind, name, after, names))
        for name, before, after in pairs
    )
    return PreviewRow(
        kind=capfirst(str(kind.model._meta.verbose_name)),
        name=_short(_title(row, names)),
        parent=_short(row.parent.title) if row.parent is not None else "",
        place=place_in_words(row.source.place),
        is_new=row.existing is None,
        fields=tuple(each for each in fields if each.before or each.after),
    )


def _title(row: Row, names: Mapping[Any, str]) -> str:
    kind = _RowLabels.of(row.shape)
    if row.existing is not None and row.existing.title:
        return row.existing.title
    return _words(kind, kind.title, row.fields.get(kind.title), names)


def _label(kind: _RowLabels, name: str) -> str:
    if name in kind.labels:
        return capfirst(str(kind.labels[name]))
    column = kind.column(name)
    return capfirst(str(column.verbose_name)) if column is not None else capfirst(name.replace("_", " "))


def _words(kind: _RowLabels, name: str, value: Any, names: Mapping[Any, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Row | SavedRow):
        return _short(value.title)
    if isinstance(value, frozenset):
        return _short(", ".join(sorted(names.get(token, "") for token in value)))
    if isinstance(value, tuple) and value[:1] == ("known",):
        return _short(names.get(value, ""))
    if isinstance(value, tuple):
        return _short(", ".join(each.title for each in value))
    column = kind.column(name)
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return _short(str(localize(value)) if not isinstance(value, str) else value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
