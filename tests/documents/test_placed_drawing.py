"""Search for the largest letters of a drawing."""

from dataclasses import dataclass
from functools import partial

from documents import placed_drawing

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
        layout = placed_drawing.largest(SIZES, partial(Words, wide))
        assert layout is not None
        assert layout.size == size


def test_without_room_there_is_no_layout() -> None:
    assert placed_drawing.largest(SIZES, lambda size: Words(599, size)) is None


def test_a_drawing_is_as_wide_as_a_stage() -> None:
    layout = placed_drawing.widened(SIZES, 0.5, lambda wide, _high, size: Words(wide, size))
    assert (layout.wide, layout.size) == (placed_drawing.WIDE, 30)


def test_a_drawing_without_room_gets_wider() -> None:
    layout = placed_drawing.widened(SIZES, 0.5, lambda wide, _high, size: Words(wide, size, needs=500))
    assert layout.wide > placed_drawing.WIDE
    assert layout.fits
