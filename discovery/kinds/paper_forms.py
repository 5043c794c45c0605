"""BlankField forms on paper: the fields of a kind of artifact in the order of its form, with their labels."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField
from django.utils.text import capfirst

from core.kinds import ArtifactKind, OnEdit, attributes, names_in
from core.labels import Text


@dataclass(frozen=True, slots=True)
class BlankField:
    """A field to fill in by hand: something to tick where it has `choices`, else so many `lines`. `is_name`:
    it names another artifact, or a person."""

    name: str
    label: str
    help: Text
    lines: int
    choices: tuple[str, ...]
    is_name: bool


def blanks_of(kind: ArtifactKind[Any], exclude: Collection[str] = ()) -> list[BlankField]:
    """The fields of a new artifact of the kind, without those in `exclude`."""
    attrs, others = attributes(kind.layout), {*exclude, *names_in(kind.layout, OnEdit)}
    return [
        _blank(kind, name, int(attrs.get(name, {}).get("rows", 1)))
        for name in kind.field_names
        if name not in others
    ]


def _blank(kind: ArtifactKind[Any], name: str, lines: int) -> BlankField:
    column = kind.column(name)
    title = kind.labels.get(name) or (column.verbose_name if column is not None else name)
    choices: tuple[str, ...] = ()
    if isinstance(column, BooleanField):
        choices = (capfirst(str(title)),)
    elif column is not None:
        choices = tuple(str(label) for value, label in column.flatchoices if value not in ("", None))
    return BlankField(
        name,
        capfirst(str(title)),
        kind.help_texts.get(name, ""),
        lines,
        choices,
        column is None or column.is_relation,
    )
