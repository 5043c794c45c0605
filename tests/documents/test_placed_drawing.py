"""Search for the largest letters of a drawing."""

from dataclasses import dataclass
from functools import partial

from documents import drawing_positions

SIZES = (40, 30, 20, 10)


@dataclass
class Words:
    """Words that need so much width for each unit of their letters."""

    wide: float
    size: float
    needs: float = 60

    @property
    def fits(self) -> bool:
        return self.size * self.needs <= self.wide


def test_letters_are_as_large_as_fit() -> None:
    for wide, size in ((2400, 40), (2399, 30), (600, 10)):
        layout = drawing_positions.largest(SIZES, partial(Words, wide))
        assert layout is not None
        assert layout.size == size


def test_without_room_there_is_no_layout() -> None:
    assert drawing_positions.largest(SIZES, lambda size: Words(599, size)) is None


def test_a_drawing_is_as_wide_as_a_stage() -> None:
    layout = drawing_positions.widened(SIZES, 0.5, lambda wide, _high, size: Words(wide, size))
    assert (layout.wide, layout.size) == (drawing_positions.WIDE, 30)


def test_a_drawing_without_room_gets_wider() -> None:
    layout = drawing_positions.widened(SIZES, 0.5, lambda wide, _high, size: Words(wide, size, needs=500))
    assert layout.wide > drawing_positions.WIDE
    assert layout.fits
