"""Writing an import: one operation for all of it, by the rules of pages, or nothing.

A preview is the same writing, undone: it shows the result of a confirmation.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from core.actors import Actor
from core.exceptions import Conflict, DomainError, Invalid
from core.imports.existing_rows import known_rows, title_of
from core.imports.importable_kinds import Entry
from core.imports.plan import plan
from core.imports.preview_digest import digest_of
from core.imports.rows import ImportPlan, InputRow, Place, Problem, Row, RowOrder, SavedRow, Target, Trouble
from core.kinds import ArtifactKind, kind_of
from core.models import Artifact
from core.name_comparison import looks
from core.services import artifacts, kinds
from core.services.bulk_additions import Additions


class Refusal(Invalid):
    """Nothing was written; `problems` name each place and its error."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: _order_of(each.place)))
        super().__init__("\n".join(map(in_words, self.problems)))


class Unreadable(Refusal):
    """Nothing of the file can be read, so another one has to be chosen."""


class PreviewOutdated(Conflict):
    """Something changed since the preview, so another thing would be written than people saw."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An import: the plan, and the `digest` that tells this plan from others."""

    plan: ImportPlan
    digest: str


def planned(
    entries: Sequence[Entry],
    incoming: Iterable[InputRow],
    scopes: Sequence[Artifact],
    actor: Actor,
    *,
    visible: Callable[[list[SavedRow]], list[SavedRow]] = list,
    is_in_order: bool = False,
    keeps_names: bool = False,
    besides: Sequence[str] = (),
) -> Incoming:
    """The plan that brings the given rows into the scopes as they are now. `visible` leaves out rows that the
    person may not see. The digest covers what is written `besides`, too."""
    near = _Elsewhere(entries, scopes, actor)
    shapes = [entry.shape for entry in entries]
    result = plan(
        incoming,
        visible(known_rows(entries, scopes)),
        shapes,
        elsewhere=near.rows,
        is_in_order=is_in_order,
        keeps_names=keeps_names,
    )
    return Incoming(result, digest_of(result, besides))


def write(
    entries: Sequence[Entry],
    incoming: Incoming,
    scopes: Sequence[Artifact],
    actor: Actor,
    *,
    by_steps: bool = False,
) -> dict[Row, Artifact]:
    """Writes the plan inside of an operation of the caller, and returns the artifacts by row. Values from
    before may have any state; with `by_steps`, a state moves as on its page. Limits are checked once all of
    it is written. Raises Refusal with all problems, of the plan and of the rules, and NotAllowed: then the
    caller's transaction must not stand."""
    if incoming.plan.problems:
        raise Refusal(incoming.plan.problems)
    writing = _Writing(entries, scopes, actor, by_steps)
    artifacts_by_row = writing.write(incoming.plan)
    if writing.problems:
        raise Refusal(writing.problems)
    return artifacts_by_row


def check_unchanged(incoming: Incoming, digest: str) -> None:
    """Checks that the write matches the preview that people saw. Raises PreviewOutdated."""
    if digest and incoming.digest != digest:
        raise PreviewOutdated(_("Something has changed since you looked. This preview is up to date."))


def in_words(problem: Problem) -> str:
    """The problem in a sentence, after its place."""
    where = place_in_words(problem.place)
    return f"{where}: {message_of(problem)}" if where else message_of(problem)


def _order_of(place: Place) -> tuple[str, str, int]:
    return place.file, place.sheet, place.line


def place_in_words(place: Place) -> str:
    """A line, or a row and a column."""
    if place.file:
        return _("%(file)s, line %(line)s") % {"file": place.file, "line": place.line}
    if not place.sheet and not place.column:
        return _("line %(line)s") % {"line": place.line} if place.line else ""
    words = [place.sheet, _("row %(row)s") % {"row": place.line}, place.column]
    return ", ".join(filter(None, words))


def message_of(problem: Problem) -> str:
    """The problem in a sentence."""
    if problem.trouble is None:
        return problem.message
    words = {"name": problem.name[:100], "count": problem.count, "kind": _noun(problem.model)}
    sentences = {
        Trouble.UNKNOWN: _("“%(name)s” (%(kind)s) wasn’t found."),
        Trouble.GONE: _("“%(name)s” (%(kind)s) was deleted here. Empty its hidden column to add it again."),
        Trouble.NO_PARENT: _("The parent “%(name)s” wasn’t found."),
        Trouble.NAMED_TWICE: _("“%(name)s” matches %(count)s entries (%(kind)s). Name its parent, too."),
        Trouble.UNCLEAR: _(
            "%(count)s entries are named “%(name)s” (%(kind)s). It isn’t clear which one you mean."
        ),
    }
    return sentences[problem.trouble] % words


def _noun(label: str) -> str:
    return str(apps.get_model(label)._meta.verbose_name) if label else _("something else")


class _Elsewhere:
    """Rows that fields can name though they are of another scope, such as a source of the domain."""

    def __init__(self, entries: Sequence[Entry], scopes: Sequence[Artifact], actor: Actor) -> None:
        self._kinds = {entry.key: entry.kind for entry in entries}
        self._scopes: dict[type[Model], Artifact] = {type(scope): scope for scope in scopes}
        self._actor = actor
        self._by_name: dict[tuple[str, str], dict[str, list[SavedRow]]] = {}

    def rows(self, row: Row, field: str, name: str) -> list[SavedRow]:
        """Those that the field of the row can name so."""
        key, looks_of_name = (row.shape.key, field), looks(name)
        if key not in self._by_name:
            self._by_name[key] = self._read(row, self._draft(row), field)
        if (rows := self._by_name[key].get(looks_of_name, [])) or row.existing is None:
            return rows
        # A kind may let a row keep what only others may choose.
        return self._read(row, cast(Artifact, row.existing.artifact), field).get(looks_of_name, [])

    def _read(self, row: Row, draft: Artifact, field: str) -> dict[str, list[SavedRow]]:
        kind = self._kinds[row.shape.key]
        choices = {**kind.choices(draft), **kind.within_reach(self._actor, draft)}
        rows_by_name: dict[str, list[SavedRow]] = {}
        for each in choices.get(field, ()):
            there = SavedRow(each._meta.label, each.pk, title_of(each), None, {}, each)
            rows_by_name.setdefault(looks(there.title), []).append(there)
        return rows_by_name

    def _draft(self, target: Target) -> Artifact:
        """An unsaved row that hangs where this one does, for what it can choose from."""
        if isinstance(target, SavedRow):
            return cast(Artifact, target.artifact)
        kind = self._kinds[target.shape.key]
        parent = self._scopes[kind.root] if target.parent is None else self._draft(target.parent)
        draft: Artifact = kind.new(parent)
        kind.complete(draft)
        return draft


class _Writing:
    """Writes the rows of a plan one after the other, and collects what the rules refuse."""

    def __init__(
        self, entries: Sequence[Entry], scopes: Sequence[Artifact], actor: Actor, by_steps: bool
    ) -> None:
        self._by_steps = by_steps
        self._entries = {entry.key: entry for entry in entries}
        self._scopes: dict[type[Model], Artifact] = {type(scope): scope for scope in scopes}
        self._actor = actor
        self._artifacts: dict[Row, Artifact] = {}
        self._allowed: set[str] = set()
        self._later: list[tuple[Row, dict[str, Any]]] = []
        self._additions = Additions[Row](self._artifacts, self._contradicts)
        self._draft: Artifact | None = None
        self.problems: list[Problem] = []

    def write(self, plan: ImportPlan) -> dict[Row, Artifact]:
        """Write the plan. Returns the artifact of each row that was written; `problems` are the refusals."""
        for row in _in_rounds(plan.rows):
            self._row(row)
        self._additions.save()
        for row, fields in self._later:
            if row in self._artifacts and not any(map(self._waits, fields.values())):
                self._try(row, partial(self._change, row, fields))
        for order in plan.orders:
            if not self.problems:
                self._order(order)
        touched = {id(each): each for each in map(self._settled, plan.rows) if each is not None}
        for row in touched.values():
            self._try(row, partial(self._settle, row))
        self._check_whole(plan)
        return self._artifacts

    # --- One row ----------------------------------------------------------------------------------

    def _row(self, row: Row) -> None:
        if row.changes or any(map(self._additions.waits, _named_by(row))):
            self._additions.save()
        if row.existing is not None:
            self._artifacts[row] = row.existing.artifact
            fields = {change.name: row.fields[change.name] for change in row.changes}
        elif isinstance(row.parent, Row) and row.parent not in self._artifacts:
            return  # what it belongs to was refused
        else:
            fields = row.fields
        now: dict[str, Any] = {}
        later: dict[str, Any] = {}
        for name, value in fields.items():
            is_later = self._waits(value) or (row.existing is None and self._is_state(row, name))
            (later if is_later else now)[name] = value
        if row.existing is None and row.shape.title in later:
            return  # what it is called after was refused
        if later:
            self._later.append((row, later))
        if row.existing is None:
            self._ask(row, partial(self._add, row, now))
        elif now:
            self._try(row, partial(self._change, row, now))

    def _is_state(self, row: Row, name: str) -> bool:
        """Return True if the field of a new row is a state. It is set last, because rows in the file can't
        name this one once it is retired."""
        kind = self._entries[row.shape.key].kind
        column = kind.column(name)
        return name in kind.extra_file_fields and column is not None and bool(column.choices)

    def _waits(self, value: Any) -> bool:
        """Return True if the value names a row that isn't written yet."""
        values = value if isinstance(value, tuple) else (value,)
        return any(isinstance(each, Row) and each not in self._artifacts for each in values)

    def _try(self, row: Row, write: Callable[[], None]) -> None:
        def whole() -> None:
            with transaction.atomic():
                write()

        try:
            self._ask(row, whole)
        except IntegrityError:
            self._contradicts(row, self._draft)

    def _ask(self, row: Row, write: Callable[[], None]) -> None:
        try:
            write()
        except DomainError as wrong:
            self._refuse(row, wrong.field, str(wrong))

    def _contradicts(self, row: Row, draft: Artifact | None) -> None:
        """The database refused the draft: its model, or its kind, says why."""
        try:
            if draft is not None:
                draft.validate_constraints()
                kind_of(draft).check(draft, row.existing.artifact if row.existing else None)
        except ValidationError as wrong:
            self._refuse(row, "", " ".join(wrong.messages))
        except DomainError as wrong:
            self._refuse(row, wrong.field, str(wrong))
        else:
            self._refuse(row, "", _("This conflicts with existing data."))

    def _refuse(self, row: Row, field: str, sentence: str) -> None:
        place = row.source.place_of(field)
        is_named = field in row.shape.empty and not place.column  # a column names its field itself
        self.problems.append(Problem(place, None, message=f"{field}: {sentence}" if is_named else sentence))

    def _add(self, row: Row, fields: dict[str, Any]) -> None:
        kind = self._entries[row.shape.key].kind
        parent = self._scopes[kind.root] if row.parent is None else self._artifact(row.parent)
        columns, links = self._values(row, fields)
        draft = kind.new(parent, **columns)
        self._check_may_edit(kind, draft)
        kinds.check_reach(self._actor, draft, None, links)
        kind.complete(draft)
        kind.check_file_values(draft, None, links)
        self._additions.add(row, draft, links)

    def _change(self, row: Row, fields: dict[str, Any]) -> None:
        kind = self._entries[row.shape.key].kind
        current = self._artifacts[row]
        columns, links = self._values(row, fields)
        self._check_may_edit(kind, current)
        draft = kinds.drafted(current, columns)
        kinds.check_reach(self._actor, draft, current, links)
        kind.check_file_values(draft, current if row.existing else None, links)
        if self._by_steps and row.existing:
            kind.check_move(draft, current)
        self._draft = draft
        self._additions.forget_places()
        revision = current.revision if row.existing and current is row.existing.artifact else None
        self._artifacts[row] = kinds.update(current, revision=revision, **columns, **links)

    def _check_may_edit(self, kind: ArtifactKind[Any], artifact: Artifact) -> None:
        if kind.key not in self._allowed:
            kind.check_may_edit(self._actor, artifact)
            self._allowed.add(kind.key)

    def _values(self, row: Row, fields: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[Artifact]]]:
        columns: dict[str, Any] = {}
        links: dict[str, list[Artifact]] = {}
        for name, value in fields.items():
            if name in row.shape.lists:
                links[name] = [self._artifact(each) for each in value]
            else:
                columns[name] = self._artifact(value) if isinstance(value, Row | SavedRow) else value
        return columns, links

    def _artifact(self, target: Target) -> Artifact:
        return self._artifacts[target] if isinstance(target, Row) else cast(Artifact, target.artifact)

    # --- All of them ------------------------------------------------------------------------------

    def _check_whole(self, plan: ImportPlan) -> None:
        """Check the limits. Each refusal is reported once, at the last of its rows."""
        over: dict[str, tuple[Row, DomainError]] = {}
        for row in (each for each in plan.rows if each in self._artifacts):
            if row.existing is not None and not row.changes:
                continue
            before = None if row.existing is None else cast(Artifact, row.existing.artifact)
            try:
                self._entries[row.shape.key].kind.check_whole(self._artifacts[row], before)
            except DomainError as wrong:
                over[str(wrong)] = row, wrong
        for row, refusal in over.values():
            self._refuse(row, refusal.field, str(refusal))

    def _order(self, order: RowOrder) -> None:
        kind = self._entries[order.shape.key].kind
        first = self._artifact(order.rows[0])
        self._check_may_edit(kind, first)
        artifacts.reorder(kind.siblings(first), [self._artifact(each).uuid for each in order.rows])

    def _settled(self, row: Row) -> Row | None:
        """The row that has to be settled, because it or what belongs to it was written."""
        is_written = row.existing is None or row.changes
        while is_written and row is not None:
            if type(self._entries[row.shape.key].kind).settled is not ArtifactKind.settled:
                return row
            if not isinstance(row.parent, Row):
                return None
            row = row.parent
        return None

    def _settle(self, row: Row) -> None:
        if row in self._artifacts:
            artifact = self._artifacts[row]
            artifacts.change(artifact, **self._entries[row.shape.key].kind.settled(artifact))


def _named_by(row: Row) -> Iterator[Row]:
    """The incoming rows that the row belongs to or names."""
    for value in (row.parent, *row.fields.values()):
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Row):
                yield each


def _in_rounds(rows: Iterable[Row]) -> Iterator[Row]:
    """Of each kind the first row below each thing, then the second: those that belong to different things are
    saved together (Additions). What belongs to its own kind stays in its order."""
    for _kind, several in groupby(rows, lambda row: row.shape.key):
        counts: Counter[Target | None] = Counter()
        rounds: dict[int, list[Row]] = defaultdict(list)
        for row in several:
            if row.shape.key not in row.shape.parents:
                counts[row.parent] += 1
            rounds[counts[row.parent]].append(row)
        for number in sorted(rounds):
            yield from rounds[number]
