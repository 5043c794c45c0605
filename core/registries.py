"""Plug-in points for rules of undo, of claims and of purging. Each app registers its own from
AppConfig.ready(); nothing here knows which apps there are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.registry import Registry

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from django.db.models import Model

    from core.models import Artifact, Operation

# --- Undo -----------------------------------------------------------------------------------------


def _allow(artifact: Artifact, before: Mapping[str, Any] | None) -> None:
    """Allow the change: the default of an app without a rule against it."""


def _pass_over(operation: Operation) -> None:
    """Do nothing: the default of an app without a rule or a step for the operation."""


@dataclass(frozen=True, slots=True)
class UndoRules:
    """An app's rules for undoing its operations, whose verbs are "noun.action".

    Those of the nouns `of_facilitators` are undone by facilitators, all others by editors too; the verbs
    `seen_by_the_room` stay, because a whole room saw them happen. `check` is asked before an artifact is set
    back to the values that it had before, by the names of columns, or to the trash without any; it raises
    Conflict where changing it would be refused by now. `check_target` is asked of the whole
    operation, and raises Conflict when others have built on it in a way that its own rows do not show.
    `settle` is called in the operation that undid it, and brings what came back in line with what changed
    since.
    """

    key: str
    of_facilitators: frozenset[str]
    seen_by_the_room: frozenset[str]
    check: Callable[[Artifact, Mapping[str, Any] | None], None] = _allow
    check_target: Callable[[Operation], None] = _pass_over
    settle: Callable[[Operation], None] = _pass_over


# --- Operations -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Follower:
    """A follower acts on operations of others, such as to draw live rooms again.

    `began(operation)` is called first in the transaction of every operation but anonymous ones, before
    anything is locked. `wrote(operation)` is called last in the transaction of every operation: its `written`
    says what it wrote.
    """

    key: str
    began: Callable[[Operation], None] = _pass_over
    wrote: Callable[[Operation], None] = _pass_over


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims of a file: operations that `came_with_file(operation)`, which no one did here, and rows whose
    statements about people come from a file: `is_claim(row)`."""

    key: str
    came_with_file: Callable[[Operation], bool]
    is_claim: Callable[[Artifact], bool]


# --- Files, and what is kept for a while ----------------------------------------------------------


def _keep(rows: list[int]) -> None:
    """Do nothing: no operation names the rows."""


@dataclass(frozen=True, slots=True)
class MadeCopies:
    """Files that are made of what discoveries say, one for each row of `model`.

    `places(rows)` are where the files of some rows lie (primary keys), or will: they are deleted with their
    rows. `make_without_name(discoveries, rows)` is called in the transaction in which a person is erased, and
    makes the files of these discoveries again, and those of the `rows` that named the person.
    """

    key: str
    model: type[Model]
    places: Callable[[Collection[int]], Iterable[Path]]
    make_without_name: Callable[[Collection[int], Collection[int]], None]


@dataclass(frozen=True, slots=True)
class PurgeRule:
    """Further steps when rows of `model` are deleted for good.

    The rows that such a row `holds` go with it, although no one put them into the trash by themselves.
    `forget(rows)` gets primary keys, and changes or deletes the operations that name the rows: it is called
    when the histories are gone, and the rows are not.
    """

    key: str
    model: type[Model]
    holds: bool = False
    forget: Callable[[list[int]], None] = _keep


@dataclass(frozen=True, slots=True)
class PurgeStep:
    """A nightly deletion of expired rows: `delete(now)` returns the number of deleted rows. Steps
    follow each other by `order`, each in a transaction of its own."""

    key: str
    order: int
    delete: Callable[[datetime], int]


claims: Registry[Claims] = Registry("claims of files")
followers: Registry[Follower] = Registry("followers of operations")
made_copies: Registry[MadeCopies] = Registry("files that are made of discoveries")
purge_rules: Registry[PurgeRule] = Registry("what becomes of operations when rows are deleted")
purge_steps: Registry[PurgeStep] = Registry("what is deleted when it is over")
undo_rules: Registry[UndoRules] = Registry("rules of undo")
