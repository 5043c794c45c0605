"""Content of an artifact on pages, in reports, on slides and stages, by its kind's display. They show all
fields of the layout, and all children of the artifact, unless its kind or the surface says otherwise.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Field

from core.kinds import ArtifactKind, hanging_on, kind_of, rows_below
from core.labels import as_label
from core.models import Artifact
from core.selectors.request_cache import cached_per_request
from discovery.kinds.artifact_content import (
    cell_of,
    form_fields,
    in_words,
    label_of,
    names_deleted,
    with_named,
)
from documents.table_and_slide_parts import Cell, Table
from organizations.models import Person


@dataclass(frozen=True, slots=True)
class LabeledText:
    """A field of an artifact, or its children of one kind, in words."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ArtifactContent:
    """An artifact in a row or on a card: `lines` are the fields that are neither chips nor sentences."""

    title: str
    chips: list[str]
    sentences: list[str]
    lines: list[LabeledText]


def content_of(
    artifact: Artifact, exclude: Collection[str] = (), *, is_brief: bool = False
) -> ArtifactContent:
    """Return the content of a row or a card for the artifact, without the fields that the surface shows in
    another way (`exclude`). A brief one has no fields that its kind has `at_length`, and no children."""
    kind = kind_of(artifact)
    display = kind.display
    left_out = {kind.title, *exclude, *(kind.at_length if is_brief else ())}

    def texts(names: Iterable[str]) -> list[str]:
        columns: list[Any] = [kind.model._meta.get_field(name) for name in names if name not in left_out]
        texts = (_words_of(artifact, column) or str(kind.empty.get(column.name) or "") for column in columns)
        return [text for text in texts if text]

    rest = {*left_out, *display.chips, *display.sentences}
    return ArtifactContent(
        str(getattr(artifact, kind.title)),
        texts(display.chips),
        texts(display.sentences),
        [*(facts_of(artifact, rest, is_brief=True) if is_brief else lines_of(artifact, rest))],
    )


def one_line(artifact: Artifact, exclude: Collection[str] = ()) -> str:
    """The title of the artifact with the fields that its kind doesn't have `at_length`."""
    content = content_of(artifact, exclude, is_brief=True)
    words = [*content.sentences, *content.chips, *(f"{line.label}: {line.text}" for line in content.lines)]
    return f"{content.title} ({'; '.join(words)})" if words else content.title


def brief_table(
    kind: ArtifactKind[Any], heads: Iterable[str], rows: Iterable[tuple[Any, ...]], exclude: Collection[str]
) -> Table:
    """A table for a slide: in each row an artifact and its cells below `heads`. The other fields that some
    artifact fills follow, but for `exclude` and those at length."""
    several = [*rows]
    rest = [
        column
        for column in form_fields(kind, {*exclude, *kind.at_length})
        if any(_words_of(artifact, column) for artifact, *_cells in several)
    ]
    cells: list[list[Cell]] = [
        [*others, *(_cell_of(artifact, column) for column in rest)] for artifact, *others in several
    ]
    return Table([*heads, *(label_of(kind, column) for column in rest)], cells)


def facts_of(
    artifact: Artifact, exclude: Collection[str] = (), *, is_brief: bool = False, is_nameless: bool = False
) -> Iterator[LabeledText]:
    """The fields of the artifact that say something, but for `exclude`, which are shown in another way. Brief
    ones leave out what the kind has `at_length`, nameless ones the people that it names."""
    kind = kind_of(artifact)
    for column in form_fields(kind, {*exclude, *(kind.at_length if is_brief else ())}):
        if is_nameless and column.related_model is Person:
            continue
        if text := _words_of(artifact, column):
            yield LabeledText(label_of(kind, column), text)


def _words_of(artifact: Artifact, column: Field[Any, Any]) -> str:
    """Return the field in words; "" also if it names a row that was deleted since. People who left are
    named, with a mark (Person.__str__)."""
    return "" if _names_trash(artifact, column) else in_words(artifact, column)


def _cell_of(artifact: Artifact, column: Field[Any, Any]) -> Cell:
    """Return the cell of the field in a table, as `_words_of`."""
    return None if _names_trash(artifact, column) else cell_of(artifact, column)


def _names_trash(artifact: Artifact, column: Field[Any, Any]) -> bool:
    return column.related_model is not Person and names_deleted(artifact, column)


def lines_of(artifact: Artifact, exclude: Collection[str] = ()) -> Iterator[LabeledText]:
    """Yield the filled fields of the artifact, then its children, each in one line, without the fields that
    its kind has `at_length`. `exclude` are the names of fields and related names that are shown in another
    way."""
    yield from facts_of(artifact, exclude)
    kind = kind_of(artifact)
    for name, below in hanging_on(kind.model).items():
        if name not in exclude and (rows := rows_on(artifact, name)):
            yield LabeledText(
                as_label(below.model._meta.verbose_name_plural),
                "; ".join(one_line(row) for row in rows),
            )


def rows_on(artifact: Artifact, name: str) -> list[Artifact]:
    """The children of the artifact by this related name, in their order, with the rows that they name, read
    once for all artifacts of a page. Raises KeyError for a name of no kind."""
    kind = kind_of(artifact)
    below = hanging_on(kind.model)[name]
    key = (kind.model, artifact.pk)
    if _has_scope(kind, artifact):
        return _by_parent(below)(kind.scope(artifact)).get(key, [])
    scopes = _scopes_of_page()
    for scope in scopes:
        if key in _parents(below)(scope):
            return _by_parent(below)(scope).get(key, [])
    scopes.append(kind.scope(artifact))
    return _by_parent(below)(scopes[-1]).get(key, [])


@cached_per_request
def _scopes_of_page() -> list[Artifact]:
    """The discoveries and organizations that were found by queries: one list for each page."""
    return []


def _has_scope(kind: ArtifactKind[Any], artifact: Artifact) -> bool:
    """Return True if the discovery or organization of the artifact was read with it, on each of its ways
    up."""
    for path in kind.paths:
        row: Any = artifact
        for step in path.split("__"):
            field = row._meta.get_field(step)
            if getattr(row, field.attname) is None:
                break
            if not field.is_cached(row):
                return False
            row = getattr(row, step)
    return True


@cache
def _by_parent(
    kind: ArtifactKind[Any],
) -> Callable[[Artifact], Mapping[tuple[type[Artifact], int], list[Artifact]]]:
    """Return a function that reads the artifacts of the kind by parent, once per page or report."""

    @cached_per_request
    def read(scope: Artifact) -> Mapping[tuple[type[Artifact], int], list[Artifact]]:
        by_parent: dict[tuple[type[Artifact], int], list[Artifact]] = defaultdict(list)
        for row in with_named(kind, scope):
            parent = kind.parent(row)
            by_parent[type(parent), parent.pk].append(row)
        return by_parent

    return read


@cache
def _parents(kind: ArtifactKind[Any]) -> Callable[[Artifact], frozenset[tuple[type[Artifact], int]]]:
    """Reads the rows of the scope that can be parents of artifacts of the kind."""

    @cached_per_request
    def read(scope: Artifact) -> frozenset[tuple[type[Artifact], int]]:
        parents: set[tuple[type[Artifact], int]] = set()
        for path in kind.paths:
            name, _step, rest = path.partition("__")
            if (model := kind.parent_models.get(name)) is not None and issubclass(model, Artifact):
                rows = rows_below(model, (rest,), scope)
                parents |= {(model, key) for key in rows.values_list("pk", flat=True)}
        return frozenset(parents)

    return read
