"""Whatever comes into a discovery goes one way: a trial that writes nothing, a confirmation of what was seen,
one operation and one undo. A format that an app registers without an example here fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from core.models import Operation
from core.selectors.operations import tracked_models
from core.services import kinds
from core.services.imports import PreviewOutdated
from exchange.column_mapping import services as column_mapping
from exchange.column_mapping.services import SheetMapping
from exchange.file_imports.services import bring_in
from exchange.grid import services as grid
from exchange.lists import services as lists
from exchange.registries import file_formats
from exchange.whiteboard_notes import services as whiteboard_notes
from lvt.models import Goal, Score
from products.models import DataProduct
from tests.exchange.test_tables import changed, put, saved
from tests.factories import SYSTEM, activity, make
from tests.lvt.rooms import Room, scoring_room
from tests.products.merging import content
from tests.specifications.test_specifications_in import PRODUCT
from workshops.models import Note, Workshop
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Way:
    """A file of a format, and what somebody does meanwhile that makes another preview of it."""

    file: Callable[[Room], bytes]
    meanwhile: Callable[[Room], object]


def a_goal(room: Room) -> Goal:
    return make(Goal, discovery=room.discovery, title="Growth")


def a_product(room: Room, name: str = "Visits") -> DataProduct:
    discovery = room.discovery
    return make(
        DataProduct, discovery=discovery, domain=discovery.domain, name=name, kind="aggregate", state="live"
    )


def a_table(room: Room) -> bytes:
    book = saved(room.discovery)
    return changed(book, lambda book: put(book, "Value tree", 3, Goal="Growth"))


def a_grid(room: Room) -> bytes:
    product = a_product(room, "Stock")
    return grid.grid_file("products", {str(product.uuid): (product.revision, {"effort": "3"})})


def another_effort(room: Room) -> object:
    return kinds.change(actor=SYSTEM, artifact=DataProduct.objects.get(name="Stock"), effort=5)


def a_board(room: Room) -> bytes:
    return whiteboard_notes.lines_file(activity(room.workshop, "brainstorm", "What hurts"), "Too late")


def a_note(room: Room) -> object:
    board = room.workshop.tracks.get().activities.get(kind="brainstorm")
    return make(Note, activity=board, author="", text="too LATE")


def some_scores(room: Room) -> bytes:
    heads = ",".join(("Person,Side,Role,Use case", *(each.name for each in room.method.criteria.all())))
    return f"{heads}\nAnn,IT,,{room.use_cases[0].name},9,9,9\n".encode()


def the_same_scores(room: Room) -> object:
    return bring_in(actor=SYSTEM, data=some_scores(room), format="scores", into=room.discovery)


# A live room counts how often it was drawn.
ROOM = Workshop._meta.label
CSV = column_mapping.table_file(b"Goal\nGrowth\n", "goals.csv")
WAYS = {
    "text": Way(lambda _room: b"goals: [Growth]", a_goal),
    "table": Way(a_table, a_goal),
    "columns": Way(
        lambda _room: column_mapping.with_mappings(CSV, [SheetMapping("goals", {"Goal": "title"})]), a_goal
    ),
    "list": Way(lambda _room: lists.list_file("goals", "", "Growth", {}), a_goal),
    "grid": Way(a_grid, another_effort),
    "notes": Way(a_board, a_note),
    "specification": Way(lambda _room: PRODUCT.encode(), a_product),
    "scores": Way(some_scores, the_same_scores),
}


@pytest.fixture
def room() -> Room:
    room = scoring_room(preset="ice")
    make(Goal, discovery=room.discovery, title="There before")
    return room


def everything() -> tuple[Any, ...]:
    return content(), Score.objects.count(), Operation.objects.count()


def living() -> dict[str, set[int]]:
    return {model._meta.label: {*model.objects.values_list("pk", flat=True)} for model in tracked_models()}


def test_each_format_has_an_example() -> None:
    assert set(WAYS) == {each.key for each in file_formats}


@pytest.mark.parametrize("format", WAYS)
def test_what_was_seen_is_written_by_one_operation_with_one_undo(room: Room, format: str) -> None:
    data = WAYS[format].file(room)
    before, there = everything(), living()
    how: dict[str, Any] = {"actor": SYSTEM, "data": data, "format": format, "into": room.discovery}
    seen = bring_in(**how, is_trial=True)
    assert seen.added + len(seen.plan.changed) > 0
    assert everything() == before
    came = bring_in(**how, digest=seen.digest)
    assert (came.added, len(came.plan.changed)) == (seen.added, len(seen.plan.changed))
    assert Operation.objects.count() == before[2] + 1
    assert came.operation is not None
    undo(actor=SYSTEM, target=came.operation)
    assert living() == there
    after = content()
    lost = [row for label in {*after} - {ROOM} for row in before[0][label] if row not in after[label]]
    assert lost == []
    assert bring_in(**how, is_trial=True).added == seen.added


@pytest.mark.parametrize("format", WAYS)
def test_what_changed_since_it_was_seen_is_not_written(room: Room, format: str) -> None:
    way = WAYS[format]
    data = way.file(room)
    how: dict[str, Any] = {"actor": SYSTEM, "data": data, "format": format, "into": room.discovery}
    seen = bring_in(**how, is_trial=True)
    way.meanwhile(room)
    before = everything()
    with pytest.raises(PreviewOutdated):
        bring_in(**how, digest=seen.digest)
    assert everything() == before
    assert bring_in(**how, is_trial=True).digest != seen.digest
