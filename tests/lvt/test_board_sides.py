"""Where the sides differ, on a slide: their marks stand on the scale of the criterion, in every method."""

from __future__ import annotations

import pytest

from lvt.report_for_board import differences_section
from lvt.rounds.services import reveal
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room


@pytest.mark.parametrize(
    ("preset", "lowest", "highest"),
    # Sums count 0 to 5, the jobs of weighted shortest job 1, 2, 3, 5, 8, 13, 20 (stored as 0 to 6).
    [("seven_criteria", 0, 5), ("weighted_shortest_job", 0, 6), ("rice", 0, 8)],
)
def test_the_marks_of_both_sides_stand_at_the_ends_of_the_scale(
    db: None, preset: str, lowest: int, highest: int
) -> None:
    room = scoring_room(preset=preset)
    room.give(room.join("Ann"), highest)
    room.give(room.join("Ivan", "it"), lowest)
    reveal(actor=SYSTEM, round=room.round)
    said = differences_section(room.discovery)
    assert said is not None
    (apart,) = said["differences"]
    assert (apart.business, apart.it) == (510, 10)
