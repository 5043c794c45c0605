"""Contents of files: an entry for each kind of artifact, derived from the kind."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import NOT_PROVIDED, CharField, Field, ForeignKey, TextField

from core.imports.rows import RowShape
from core.kinds import ArtifactKind, artifact_kinds, written_out_kinds


@dataclass(frozen=True)
class Entry:
    """Contents of files for the artifacts of one kind: their `fields`, links among them."""

    kind: ArtifactKind[Any]
    fields: tuple[str, ...]

    @property
    def key(self) -> str:
        """Names the entry among all."""
        return self.kind.key

    @property
    def heading(self) -> str:
        """The plural that heads a list of them in a file."""
        return self.kind.nouns

    @property
    def is_single(self) -> bool:
        """True if a parent can have only one artifact of the kind."""
        return self.kind.recognized_by == ()

    @cached_property
    def recognized_by(self) -> tuple[str, ...]:
        """The fields that tell one from its siblings."""
        names = self.kind.recognized_by
        return (self.kind.title,) if names is None else names

    @cached_property
    def names(self) -> dict[str, str]:
        """The fields that name rows of other models, with the labels of those."""
        labels: dict[str, str] = {}
        for name in self.fields:
            link = self.kind.links.get(name)
            own = self.kind.column(name)
            column = own if link is None else link.model._meta.get_field(link.other)
            if isinstance(column, ForeignKey):
                labels[name] = column.related_model._meta.label
        return labels

    @cached_property
    def shape(self) -> RowShape:
        """The part of it that a plan needs."""
        kind = self.kind
        return RowShape(
            key=kind.key,
            title=kind.title,
            recognized_by=self.recognized_by,
            names=self.names,
            lists=frozenset(kind.links) & frozenset(self.fields),
            parents=tuple(model._meta.label for model in kind.parent_models.values()),
            is_ordered=kind.is_ordered,
            grouped_by=kind.grouped_by,
            empty={name: empty_value(kind, name) for name in self.fields},
        )

    def column(self, name: str) -> Field[Any, Any]:
        """The column of a field that is no link."""
        column = self.kind.column(name)
        if column is None:
            raise KeyError(name)
        return column


def empty_value(kind: ArtifactKind[Any], name: str) -> Any:
    """The value of the field where a file leaves it out; None for a field that every file has to give."""
    if name in kind.links:
        return frozenset()
    column = kind.column(name)
    if column is None or isinstance(column, ForeignKey):
        return None
    if column.default is not NOT_PROVIDED and not callable(column.default):
        return column.default
    return "" if column.empty_strings_allowed and not column.null else None


def entries(left_out: Collection[str] = ()) -> list[Entry]:
    """An entry for each kind, in an order in which rows can be written: what a row belongs to and is
    recognized by comes before it, and what it names as far as that is possible. `left_out` are labels of
    models and of fields ("discovery.Person.email")."""
    result = []
    for kind in (*artifact_kinds, *written_out_kinds):
        if kind.key in left_out:
            continue
        above = {path.partition("__")[0] for path in kind.paths}
        names = dict.fromkeys((kind.title, *kind.field_names, *kind.links, *kind.extra_file_fields))
        fields = (name for name in names if name not in above and f"{kind.key}.{name}" not in left_out)
        result.append(Entry(kind, tuple(fields)))
    return _in_order(result)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    waiting = {entry.key: entry for entry in entries}
    requirements = {key: _required_models(entry) & waiting.keys() for key, entry in waiting.items()}
    preferences = {
        key: requirements[key] | set(entry.names.values()) - {key} for key, entry in waiting.items()
    }
    order: list[Entry] = []
    while waiting:
        ready = [key for key in waiting if not requirements[key] & waiting.keys()]
        best = next((key for key in ready if not preferences[key] & waiting.keys()), ready[0])
        order.append(waiting.pop(best))
    return order


def _required_models(entry: Entry) -> set[str]:
    above = {model._meta.label for model in entry.kind.parent_models.values()}
    return above | {entry.names[name] for name in entry.recognized_by if name in entry.names}


def children(all_entries: Iterable[Entry], entry: Entry | None) -> Mapping[str, Entry]:
    """The entries whose rows belong to those of `entry`, by their headings; without one, those whose rows
    belong to the scope."""
    return {
        each.heading: each
        for each in all_entries
        if (
            not each.kind.has_parents
            if entry is None
            else entry.kind.model in each.kind.parent_models.values()
        )
    }


def needed_of(kind: ArtifactKind[Any]) -> list[str]:
    """The fields of a kind besides its name that someone has to say."""
    hangs_on = {path.partition("__")[0] for path in kind.paths}
    columns = ((name, kind.column(name)) for name in kind.field_names if name not in {kind.title, *hangs_on})
    return [name for name, column in columns if column and not column.blank and not column.has_default()]


def is_named(kind: ArtifactKind[Any]) -> bool:
    """True if people give each artifact of the kind a name that is a text, not a day or a number."""
    column = kind.column(kind.title)
    return isinstance(column, CharField | TextField) and not column.blank and not column.choices


def is_listable(kind: ArtifactKind[Any]) -> bool:
    """True if a line of a list can name an artifact of the kind: all that it needs besides is a choice, and
    no page has to say what its form does not ask for, such as what a scenario changes."""
    columns = map(kind.column, needed_of(kind))
    of_pages = [
        column
        for column in kind.model._meta.concrete_fields
        if isinstance(column, TextField) and column.name not in kind.field_names
    ]
    return (
        is_named(kind)
        and all(column is not None and column.choices for column in columns)
        and all(column.blank or column.has_default() for column in of_pages)
    )
