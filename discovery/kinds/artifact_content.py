"""Content of an artifact by its kind: columns of a spreadsheet, lines on a page or in a report, and its
history. They include all fields of the layout, and all kinds that belong to the artifact."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Field, ForeignKey, QuerySet
from django.utils.formats import localize
from django.utils.translation import gettext as _

from core.imports.existing_rows import title_of
from core.kinds import ArtifactKind, kind_of
from core.labels import Text, as_label
from core.models import Artifact
from core.name_comparison import looks
from core.selectors.operations import who_did
from discovery.models import Discovery
from documents import rounded_numbers
from documents.localized_numbers import number
from documents.table_and_slide_parts import Cell, Table

A = TypeVar("A", bound=Artifact)

PARENT, KEY = "^", "#"
"""In the meaning of a column: the artifact's parent, and the artifact itself."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a change wrote: its label, and what it said before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step in the life of an artifact; `what` says it when no field changed ("Written", "Deleted")."""

    at: datetime
    who: str
    what: str
    fields: tuple[FieldChange, ...]


# --- Fields ---------------------------------------------------------------------------------------


def form_fields(kind: ArtifactKind[Any], exclude: Collection[str] = ()) -> list[Field[Any, Any]]:
    """The columns that people fill, in the order of the form; without the artifact's parent and
    those in `exclude`."""
    above = {path.partition("__")[0] for path in kind.paths}
    names = [name for name in kind.field_names if name not in above and name not in exclude]
    return [column for name in names if (column := kind.column(name)) is not None]


def label_of(kind: ArtifactKind[Any], column: Field[Any, Any]) -> str:
    """The head of a field's column or line."""
    return as_label(_name_of(kind, column))


def names_of_fields(kind: ArtifactKind[Any]) -> list[Text]:
    """Names of fields in the models, of which `labels_of` makes labels."""
    return [_name_of(kind, column) for column in form_fields(kind)]


def empty_texts(kind: ArtifactKind[Any]) -> list[Text]:
    """Texts that a card shows in place of empty fields of the kind (`displays.content_of`)."""
    names = (*kind.display.chips, *kind.display.sentences)
    return [text for name in names if (text := kind.empty.get(name))]


def _name_of(kind: ArtifactKind[Any], column: Field[Any, Any]) -> Text:
    """The title field has the name of its kind."""
    name = kind.model._meta.verbose_name if column.name == kind.title else column.verbose_name
    return name or column.name


def labels_of(kind: ArtifactKind[Any], exclude: Collection[str] = ()) -> list[str]:
    """The heads of the columns whose cells `cells_of` gives."""
    return [label_of(kind, column) for column in form_fields(kind, exclude)]


def cells_of(artifact: Artifact, exclude: Collection[str] = ()) -> list[Cell]:
    """The artifact's cells in a spreadsheet, one for each of its fields; a row that it names is marked if it
    was deleted since."""
    return [cell_of(artifact, column) for column in form_fields(kind_of(artifact), exclude)]


def cell_of(artifact: Artifact, column: Field[Any, Any]) -> Cell:
    """The cell of one field in a spreadsheet."""
    cell = _cell(artifact, column)
    if names_deleted(artifact, column):
        return _("%(name)s (deleted)") % {"name": cell}
    return cell


def names_deleted(artifact: Artifact, column: Field[Any, Any]) -> bool:
    """Return True if the field names a row that was deleted since."""
    return isinstance(column, ForeignKey) and bool(
        getattr(getattr(artifact, column.name), "deleted_at", None)
    )


def others_of(
    kind: ArtifactKind[A], artifact: A | None, exclude: Collection[str]
) -> Iterator[tuple[str, Cell]]:
    """The heads and cells of the fields besides those named, for a row that shows these in its own columns;
    the row may have no artifact."""
    for column in form_fields(kind, exclude):
        yield label_of(kind, column), None if artifact is None else cell_of(artifact, column)


def empty_cells_of(kind: ArtifactKind[Any], exclude: Collection[str] = ()) -> list[Cell]:
    """The cells of a row without an artifact of the kind."""
    return [None] * len(form_fields(kind, exclude))


def listed(kind: ArtifactKind[Any], rows: Iterable[tuple[Any, ...]], *heads: str) -> Table | None:
    """A row for each artifact: its parent, its fields, and the cells that follow it in its row, whose
    columns are called `heads`. None without any."""
    several = [*rows]
    above, linked = _parent_heads(kind), link_labels_of(kind)
    titles = _named_by(kind, [artifact for artifact, *_others in several])
    cells, keys = [], []
    for artifact, *others in several:
        links = [titles[name][artifact.pk] for name in linked]
        parent = [str(kind.parent(artifact))] if above else ()
        cells.append([*parent, *cells_of(artifact), *map("\n".join, links), *others])
        keys.append(" ".join([key_of(artifact), "-".join(map(mark_of, links))]).strip())
    meanings = [*(parent_meaning(kind) for _head in above), *meanings_of(kind), *_link_meanings(kind)]
    table = Table(
        [*above, *labels_of(kind), *linked.values(), *heads],
        cells,
        [*meanings, *("" for _head in heads)] if kind.comes_back else (),
        {key_meaning(kind): keys},
    )
    return table if cells else None


def empty_table(kind: ArtifactKind[Any]) -> Table:
    """A table without rows, to be filled with artifacts of the kind. Of two fields with one head it has the
    first: no column could be told from another."""
    columns = {head: parent_meaning(kind) for head in _parent_heads(kind)}
    heads = (*labels_of(kind), *link_labels_of(kind).values())
    for head, meaning in zip(heads, (*meanings_of(kind), *_link_meanings(kind)), strict=True):
        columns.setdefault(head, meaning)
    return Table([*columns], [], [*columns.values()], {key_meaning(kind): []})


def link_labels_of(kind: ArtifactKind[Any]) -> dict[str, str]:
    """The heads of the columns of what it names several of, by the names of these links. A cell has a name
    on each line."""
    return {name: as_label(called) for name, called in names_of_links(kind).items()}


def names_of_links(kind: ArtifactKind[Any]) -> dict[str, Text]:
    """Names of links in the kind or the models, of which `link_labels_of` makes labels."""
    names: dict[str, Text] = {}
    for name, link in kind.links.items():
        other: Any = link.model._meta.get_field(link.other).related_model
        names[name] = kind.labels.get(name, other._meta.verbose_name_plural)
    return names


def mark_of(names: Iterable[str]) -> str:
    """Tells the names that a cell had from others; their order does not count."""
    return hashlib.sha256("\n".join(sorted(map(looks, names))).encode()).hexdigest()[:8]


def _link_meanings(kind: ArtifactKind[Any]) -> list[str]:
    return [f"{kind.key}:{name}" for name in kind.links]


def _named_by(kind: ArtifactKind[Any], artifacts: list[Any]) -> dict[str, dict[int, list[str]]]:
    """Titles that the artifacts name by their links, by the name of the link and the key of the artifact. A
    query for each link."""
    titles: dict[str, dict[int, list[str]]] = {}
    for name, link in kind.links.items():
        there = {f"{link.owner}__in": artifacts, f"{link.other}__deleted_at": None}
        titles[name] = defaultdict(list)
        for row in link.model._default_manager.filter(**there).select_related(link.other).order_by("pk"):
            titles[name][getattr(row, f"{link.owner}_id")].append(title_of(getattr(row, link.other)))
    return titles


def _parent_heads(kind: ArtifactKind[Any]) -> list[str]:
    """The head of the column that names an artifact's parent; none where that is the discovery."""
    names = {as_label(model._meta.verbose_name) for model in kind.parent_models.values()}
    return [names.pop() if len(names) == 1 else _("Linked to")] if names else []


def listed_as(
    kind: ArtifactKind[A],
    artifacts: Iterable[A],
    *columns: tuple[str, str | Callable[[A], Cell]],
    exclude: Collection[str] = (),
) -> Table | None:
    """A row for each artifact, with columns of these heads: that of a field, by its name, is read when the
    table comes back from another program; what is computed is not. Fields without a column follow, but for
    those that computed columns show (`exclude`). None without any."""
    rows = [*artifacts]
    rest = form_fields(kind, {*exclude, *(what for _head, what in columns if isinstance(what, str))})
    columns += tuple((label_of(kind, column), column.name) for column in rest)

    def cell(row: A, what: str | Callable[[A], Cell]) -> Cell:
        if not isinstance(what, str):
            return what(row)
        column: Any = kind.model._meta.get_field(what)
        return cell_of(row, column)

    if not rows:
        return None
    return Table(
        [head for head, _what in columns],
        [[cell(row, what) for _head, what in columns] for row in rows],
        [f"{kind.key}:{what}" if isinstance(what, str) else "" for _head, what in columns],
        {key_meaning(kind): [key_of(row) for row in rows]},
    )


def meanings_of(kind: ArtifactKind[Any], exclude: Collection[str] = ()) -> list[str]:
    """Meanings of the columns whose cells `cells_of` gives, for the import of a spreadsheet that comes
    back."""
    return [f"{kind.key}:{column.name}" for column in form_fields(kind, exclude)]


def parent_meaning(kind: ArtifactKind[Any]) -> str:
    """The meaning of the column that names an artifact's parent."""
    return f"{kind.key}:{PARENT}"


def key_meaning(kind: ArtifactKind[Any]) -> str:
    """The meaning of the hidden column, which holds the key of each row's artifact."""
    return f"{kind.key}:{KEY}"


def key_of(artifact: Artifact) -> str:
    """Tells which artifact a row is, and at which revision it was read."""
    return f"{artifact.uuid} {artifact.revision}"


def table_of(kind: ArtifactKind[Any], discovery: Discovery) -> Table | None:
    """The artifacts of a kind with their parents, a row each; None without any."""
    rows = with_named(kind, discovery)
    above = kind.parent_models
    if len(above) == 1:
        [(parent, model)] = above.items()
        of_parent, own = (each._meta.ordering or () for each in (model, kind.model))
        order = (*(f"{parent}__{name}" for name in of_parent), *own)
        rows = rows.order_by(*order)
    return listed(kind, ((row,) for row in rows))


def with_named(kind: ArtifactKind[Any], scope: Artifact) -> QuerySet[Any]:
    """The artifacts of the scope with the rows that their fields name."""
    related = [column.name for column in form_fields(kind) if column.is_relation]
    rows = kind.below(scope)
    # With nothing named, Django follows other fields than those that lead up.
    return rows.select_related(*related) if related else rows


def _cell(row: Any, column: Field[Any, Any]) -> Cell:
    value = getattr(row, column.name)
    if value is None:
        return "" if isinstance(column, ForeignKey) else None
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    return value if isinstance(value, bool | int | Decimal | date) else str(value)


def in_words(row: Any, column: Field[Any, Any]) -> str:
    """The text of one field for a reader; "" where it's empty."""
    return _text(_cell(row, column))


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return _("Yes") if cell else _("No")
    if isinstance(cell, int | Decimal):
        return number(rounded_numbers.as_typed(Decimal(cell)))
    return "" if cell is None else str(localize(cell))


# --- History --------------------------------------------------------------------------------------


def changes_of(artifact: Artifact) -> list[HistoryEntry]:
    """Changes of the artifact with their authors, times and values; the latest first. A move to another place
    in an order doesn't count as a change."""
    columns = form_fields(kind_of(artifact))
    changes: list[HistoryEntry] = []
    before: Any = None
    for row in _versions(artifact, columns):
        by = (row.history_date, who_did(row.operation))
        if before is None:
            changes.append(HistoryEntry(*by, _("Created"), ()))
        elif row.deleted_at != before.deleted_at:
            changes.append(HistoryEntry(*by, _("Deleted") if row.deleted_at else _("Restored"), ()))
        elif fields := _differences(before, row, columns):
            changes.append(HistoryEntry(*by, "", fields))
        before = row
    return changes[::-1]


def _versions(artifact: Artifact, columns: Collection[Field[Any, Any]]) -> QuerySet[Any]:
    related = [column.name for column in columns if isinstance(column, ForeignKey)]
    history: Any = type(artifact).history
    rows: QuerySet[Any] = history.filter(uuid=artifact.uuid)
    return rows.select_related("operation", *related).order_by("history_id")


def _differences(before: Any, after: Any, columns: Collection[Field[Any, Any]]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(str(column.verbose_name), in_words(before, column) or "–", in_words(after, column) or "–")
        for column in columns
        if getattr(before, column.attname) != getattr(after, column.attname)
    )
