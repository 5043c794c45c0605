"""Artifacts as programs read them: every kind, its fields as plain values, what it names by uuid."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import EmailField, Field, ForeignKey, JSONField, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.exceptions import Invalid, NotFound
from core.imports.existing_rows import title_of
from core.imports.importable_kinds import Entry, entries
from core.imports.values import from_text, plain
from core.kinds import artifact_kinds, plain_message
from core.models import Artifact
from discovery.models import Discovery
from exchange.format.table_rules import left_out, texts_left_out
from organizations.models import User


def name_of(entry: Entry) -> str:
    """Name of the kind for programs: "use_case". Kinds are one for each model, so names are, too."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", entry.kind.model.__name__).lower()


@cache
def readable() -> Mapping[str, Entry]:
    """Readable kinds by name: every kind of artifact, without the fields that texts leave out."""
    fields = (each for each in texts_left_out() if each.count(".") > 1)
    return {name_of(entry): entry for entry in entries({*left_out(), *fields})}


def entry_of(name: str) -> Entry:
    """Raises NotFound for a kind that there is not."""
    try:
        return readable()[name]
    except KeyError:
        raise NotFound(_("Unknown type.")) from None


def is_writable(entry: Entry) -> bool:
    """True if its artifacts are written by the rules of their kind."""
    return entry.key in artifact_kinds


def fields_of(entry: Entry) -> dict[str, Field[Any, Any] | None]:
    """The fields that programs read, by name, with their columns; None for links. What names an account, and
    addresses of people, are for pages."""
    columns = {name: entry.kind.column(name) for name in (*entry.fields, *entry.kind.read_only)}
    return {
        name: column
        for name, column in columns.items()
        if not isinstance(column, EmailField)
        and not (isinstance(column, ForeignKey) and column.related_model is User)
    }


def scope_of(entry: Entry, discovery: Discovery) -> Artifact:
    """The owner of the artifacts: the discovery, or for people and teams its organization."""
    return discovery if entry.kind.root is Discovery else discovery.domain.organization


def rows_of(entry: Entry, discovery: Discovery) -> QuerySet[Any]:
    """The artifacts of a kind, by their uuid."""
    rows = entry.kind.below(scope_of(entry, discovery))
    related = [name for name, column in fields_of(entry).items() if isinstance(column, ForeignKey)]
    above = [path.split("__")[0] for path in entry.kind.paths]
    return rows.select_related(*dict.fromkeys((*above, *related))).order_by("uuid")


def filtered(entry: Entry, rows: QuerySet[Any], conditions: Iterable[str]) -> QuerySet[Any]:
    """Those that hold each of the conditions "field:value". Raises Invalid."""
    columns = fields_of(entry)
    for condition in conditions:
        name, colon, text = condition.partition(":")
        is_known = name in columns and not isinstance(columns[name], JSONField)
        if not colon or not (is_known or name == "parent"):
            raise Invalid(_("Write a condition as a field of this type, a colon and a value."), "where")
        column = columns.get(name)
        if name == "parent":
            uuid = uuid_from(text, "where")
            above = dict.fromkeys(path.split("__")[0] for path in entry.kind.paths)
            rows = rows.filter(reduce(or_, (Q(**{f"{each}__uuid": uuid}) for each in above)))
        elif column is None:
            link = entry.kind.links[name]
            linked = link.model._default_manager.filter(**{f"{link.other}__uuid": uuid_from(text, "where")})
            rows = rows.filter(pk__in=linked.values(link.owner))
        elif isinstance(column, ForeignKey):
            rows = rows.filter(**{f"{name}__uuid": uuid_from(text, "where")})
        else:
            rows = rows.filter(**{name: value_from(column, text, "where")})
    return rows


def uuid_from(text: Any, field: str) -> UUID:
    """Raises Invalid for what is no uuid."""
    try:
        return UUID(text) if isinstance(text, str) else UUID("")
    except ValueError:
        raise Invalid(_("This isn’t a UUID."), field) from None


def value_from(column: Field[Any, Any], text: str | None, field: str) -> Any:
    """The value that a text stands for, which the database can be asked for. Raises Invalid."""
    try:
        value = from_text(column, text)
        column.run_validators(value)
    except Invalid as wrong:
        raise Invalid(str(wrong), field) from None
    except ValidationError as wrong:
        raise Invalid(plain_message(wrong), field) from None
    return value


# --- As plain values ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArtifactRecord:
    """An artifact as a program reads it; `names` says what people call those that its fields name, by
    uuid."""

    uuid: UUID
    kind: str
    revision: int
    created_at: Any
    modified_at: Any
    parent: UUID | None
    position: int | None
    url: str
    fields: dict[str, Any]
    names: dict[str, str]


def artifact_records(entry: Entry, discovery: Discovery, rows: Iterable[Any]) -> list[ArtifactRecord]:
    """The artifacts with their fields; one query for each field that is a list."""
    scope = scope_of(entry, discovery)
    artifacts = [entry.kind.within(scope, row) for row in rows]
    linked = {name: _linked(entry, name, artifacts) for name in entry.kind.links if name in fields_of(entry)}
    return [_record_of(entry, artifact, linked) for artifact in artifacts]


def artifact_record(entry: Entry, discovery: Discovery, uuid: UUID) -> ArtifactRecord | None:
    """The artifact with the uuid; None where there is none, or it is deleted."""
    return next(iter(artifact_records(entry, discovery, rows_of(entry, discovery).filter(uuid=uuid))), None)


def _record_of(entry: Entry, artifact: Any, linked: Mapping[str, Mapping[int, list[Any]]]) -> ArtifactRecord:
    kind = entry.kind
    fields: dict[str, Any] = {}
    names: dict[str, str] = {}
    for name, column in fields_of(entry).items():
        if column is None:
            fields[name] = [str(each.uuid) for each in linked[name][artifact.pk]]
            names |= {str(each.uuid): title_of(each) for each in linked[name][artifact.pk]}
        else:
            fields[name] = _value(artifact, column)
            if isinstance(column, ForeignKey) and fields[name] is not None:
                names[fields[name]] = title_of(getattr(artifact, name))
    return ArtifactRecord(
        uuid=artifact.uuid,
        kind=name_of(entry),
        revision=artifact.revision,
        created_at=artifact.created_at,
        modified_at=artifact.modified_at,
        parent=kind.parent(artifact).uuid if kind.has_parents else None,
        position=artifact.position if kind.is_ordered else None,
        url=_page_of(kind, artifact),
        fields=fields,
        names={uuid: name for uuid, name in names.items() if name},
    )


def _page_of(kind: Any, artifact: Any) -> str:
    page = kind.url(artifact)
    return f"{settings.BASE_URL}{page}" if page.startswith("/") else page


def _value(artifact: Any, column: Field[Any, Any]) -> Any:
    """Choices as they are kept, numbers with a fraction as texts, so that nothing is rounded."""
    value = getattr(artifact, column.name)
    if isinstance(column, ForeignKey):
        is_gone = value is None or getattr(value, "deleted_at", None) is not None
        return None if is_gone else str(value.uuid)
    if column.choices or isinstance(value, bool | int | str | dict | None):
        return value
    plain_value = plain(column, value)
    return (
        plain_value
        if isinstance(plain_value, int)
        else str(plain_value)
        if not hasattr(plain_value, "isoformat")
        else plain_value.isoformat()
    )


def _linked(entry: Entry, name: str, artifacts: list[Any]) -> Mapping[int, list[Any]]:
    link = entry.kind.links[name]
    others: dict[int, list[Any]] = defaultdict(list)
    rows = link.model._default_manager.filter(
        **{f"{link.owner}__in": artifacts, f"{link.other}__deleted_at": None}
    )
    for row in rows.select_related(link.other).order_by("pk"):
        others[getattr(row, f"{link.owner}_id")].append(getattr(row, link.other))
    return others


# --- What there is to write -----------------------------------------------------------------------


def described(entry: Entry, *, is_reached: bool) -> dict[str, Any]:
    """The kind for programs that write it: its fields, and what it belongs to. `is_reached` says whether
    their key reaches what it belongs to."""
    kind = entry.kind
    may_write = is_reached and is_writable(entry)
    return {
        "kind": name_of(entry),
        "name": capfirst(str(kind.model._meta.verbose_name)),
        "writable": may_write,
        "parents": [name_of_key(model._meta.label) for model in kind.parent_models.values()],
        "fields": [_described(entry, name, column, may_write) for name, column in fields_of(entry).items()],
    }


def _described(entry: Entry, name: str, column: Field[Any, Any] | None, may_write: bool) -> dict[str, Any]:
    names = entry.names.get(name)
    known_column = column if column is not None else None
    return {
        "name": name,
        "label": capfirst(str(known_column.verbose_name))
        if known_column is not None
        else capfirst(name.replace("_", " ")),
        "type": "list" if column is None else "uuid" if names else _type_of(column),
        "required": known_column is not None and not known_column.blank and not known_column.has_default(),
        "writable": may_write and name in entry.kind.field_names,
        "choices": [str(value) for value, _label in known_column.flatchoices]
        if known_column is not None
        else [],
        "names": name_of_key(names) if names else "",
    }


def name_of_key(label: str) -> str:
    """Name for programs of the kind with this key, such as "lvt.Goal"; "" for none."""
    return next((name for name, entry in readable().items() if entry.key == label), "")


def _type_of(column: Field[Any, Any]) -> str:
    sorts = {
        "BooleanField": "boolean",
        "DateField": "date",
        "DateTimeField": "date-time",
        "TimeField": "time",
        "DecimalField": "decimal",
        "JSONField": "object",
    }
    internal = column.get_internal_type()
    return sorts.get(internal, "integer" if "Integer" in internal else "string")
