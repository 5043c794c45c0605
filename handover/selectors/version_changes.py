"""Changes between two frozen versions of a discovery, in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.labels import by_name
from core.models import Artifact
from discovery.kinds.artifact_content import FieldChange
from exchange.format.document_tables import label_of
from exchange.format.older_files import complete
from handover.document_changes import KindChanges, Row, RowChange, Rows, compare
from handover.models import HandoverVersion

# What every row has, and what says nothing to a reader.
_IGNORED = frozenset({"uuid", "revision", "created_at", "modified_at", "deleted_at", "position"})
# How the room was run, what people gave in it, and what is measured day by day: the results stand elsewhere.
_LEFT_OUT = frozenset(
    {
        "Activity",
        "ActivityCompletion",
        "Answer",
        "AnswerProposal",
        "FitnessReading",
        "HandoverVersion",
        "MapMark",
        "Measurement",
        "Note",
        "NoteGroup",
        "Participant",
        "Proposal",
        "RoleProposal",
        "Score",
        "SectionReview",
        "TemplateProposal",
        "Track",
        "Vote",
    }
)
# The field that names a row, the first that it has.
_NAMES = ("title", "name", "statement", "sentence", "label", "question", "text", "display_name", "key")
# What nearly everything belongs to, which names nothing.
_FRAME = frozenset({"discovery", "domain", "organization"})
# More than that of a kind is counted and not listed. More than a few are folded; all are when there are many.
MOST_LISTED = 40
_FEW = 6
_MANY = 60


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """An artifact that differs between two versions, with the fields that do."""

    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ChangedKind:
    """Changes of one kind of artifact. `more` are rows beyond those that are listed."""

    name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedRow, ...]
    more: int
    is_open: bool

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed) + self.more


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """Differences between two versions, kind by kind, with the counts."""

    kinds: tuple[ChangedKind, ...]
    added: int
    removed: int
    changed: int

    @property
    def is_empty(self) -> bool:
        return not self.kinds


def changes_between(before: HandoverVersion, after: HandoverVersion) -> VersionChanges:
    """Additions, removals and changes in `after`, by kind of artifact in the order of their names. An
    artifact in the trash counts as removed."""
    old, new = rows_in(before.document), rows_in(after.document)
    models_ = {label_of(model): model for model in apps.get_models() if issubclass(model, Artifact)}
    changes_by_kind = [
        changes
        for changes in compare(old, new, ignored=_IGNORED)
        if changes.kind in models_ and changes.kind.partition(".")[2] not in _LEFT_OUT
    ]
    names = _names(models_, old) | _names(models_, new)
    counts = [len(changes.added) + len(changes.removed) + len(changes.changed) for changes in changes_by_kind]
    kinds = [
        _in_words(models_[changes.kind], changes, names, is_open=count <= _FEW and sum(counts) <= _MANY)
        for changes, count in zip(changes_by_kind, counts, strict=True)
    ]
    return VersionChanges(
        tuple(sorted(kinds, key=lambda kind: by_name(kind.name))),
        sum(len(changes.added) for changes in changes_by_kind),
        sum(len(changes.removed) for changes in changes_by_kind),
        sum(len(changes.changed) for changes in changes_by_kind),
    )


def rows_in(document: str) -> dict[str, Rows]:
    """The rows of a document (docs/exchange.md) by model and uuid, without those in the trash. A document
    that cannot be read has none."""
    try:
        content = json.loads(document)
    except (ValueError, RecursionError):
        return {}
    if isinstance(content, dict):
        complete(content)
    rows = content.get("rows") if isinstance(content, dict) else None
    if not isinstance(rows, dict):
        return {}
    return {
        label: {
            str(row["uuid"]): row
            for row in several
            if isinstance(row, dict) and "uuid" in row and row.get("deleted_at") is None
        }
        for label, several in rows.items()
        if isinstance(several, list)
    }


def _names(models_: Mapping[str, type[Artifact]], rows: Mapping[str, Rows]) -> dict[str, str]:
    """Names of the rows, by uuid: a row's own, or, without one, that of the thing it belongs to."""
    names = {key: own for several in rows.values() for key, row in several.items() if (own := _name_of(row))}
    # Of what belongs to something that has no name of its own either, in the second round.
    for _round in range(2):
        for label, several in rows.items():
            if label not in models_:
                continue
            for key, row in several.items():
                if key not in names and (linked := _linked(models_[label], row, names)):
                    names[key] = linked
    return names


def _name_of(row: Row) -> str:
    """The row's own name, at most 120 letters; "" for one that only links others."""
    names = (row[name] for name in _NAMES if isinstance(row.get(name), str) and row[name])
    return Truncator(next(names, "")).chars(120)


def _in_words(
    model: type[Artifact], changes: KindChanges, names: Mapping[str, str], *, is_open: bool
) -> ChangedKind:
    plural = str(model._meta.verbose_name_plural)
    additions = [_label_of(model, row, names) for row in changes.added]
    removed = [_label_of(model, row, names) for row in changes.removed]
    row_changes = [_changed_row(model, change, names) for change in changes.changed]
    beyond = sum(max(0, len(each) - MOST_LISTED) for each in (additions, removed, row_changes))
    return ChangedKind(
        plural[:1].upper() + plural[1:],
        tuple(additions[:MOST_LISTED]),
        tuple(removed[:MOST_LISTED]),
        tuple(row_changes[:MOST_LISTED]),
        beyond,
        is_open,
    )


def _label_of(model: type[Artifact], row: Row, names: Mapping[str, str]) -> str:
    return names.get(str(row.get("uuid"))) or _linked(model, row, names) or str(model._meta.verbose_name)


def _linked(model: type[Artifact], row: Row, names: Mapping[str, str]) -> str:
    """The names of the two things that the row links, or of the one that it belongs to."""
    fields = [field.name for field in model._meta.concrete_fields if field.is_relation]
    linked = {name: names[str(row[name])] for name in fields if names.get(str(row.get(name)))}
    own = [words for name, words in linked.items() if name not in _FRAME]
    return " – ".join(own[-2:]) or linked.get("domain", "")


def _changed_row(model: type[Artifact], change: RowChange, names: Mapping[str, str]) -> ChangedRow:
    columns = {field.name: field for field in model._meta.concrete_fields}
    fields = []
    for each in change.fields:
        field = columns.get(each.name)
        label = str(field.verbose_name) if field is not None else each.name
        before, after = (_value(field, value, names) for value in (each.before, each.after))
        fields.append(FieldChange(label[:1].upper() + label[1:], before, after))
    return ChangedRow(_label_of(model, change.after, names), tuple(fields))


def _value(field: models.Field[Any, Any] | None, value: Any, names: Mapping[str, str]) -> str:
    """A value of a document as a person reads it; "–" for none."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = {} if field is None else {str(key): str(label) for key, label in field.flatchoices}
    label = choices.get(str(value)) or names.get(str(value))
    return label or Truncator(value if isinstance(value, str) else json.dumps(value)).chars(300)
