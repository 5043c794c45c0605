"""EDGE as DOT source for a stage: six steps in a loop, along the upper row and back along the lower one.
Texts in, text out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from documents import dot
from documents.stage_cards import (
    CardArrow,
    CardPart,
    CardPicture,
    StageCard,
    cards_source,
    heading,
    numeral,
)

_ROWS = ((1, 2, 3), (6, 5, 4))


def _parts(number: int, title: str, question: str) -> list[CardPart]:
    return [numeral(number), heading(title, 1.05), CardPart([question], color=dot.INK_2)]


def source(steps: Sequence[tuple[str, str]], *, shape: float) -> str:
    """DOT source of the six steps, (title, question) each; nodes are step1 to step6."""
    rows = [
        [
            StageCard(f"step{number}", _parts(number, *steps[number - 1]), column)
            for column, number in enumerate(row)
        ]
        for row in _ROWS
    ]
    loop = (
        CardArrow("step6", "step1", _("measurements change goals and hypotheses")),
        CardArrow("step5", "step2", _("fast feedback"), is_dashed=True),
    )
    arrows = [*(CardArrow(f"step{number}", f"step{number + 1}") for number in range(1, 6)), *loop]
    return cards_source(CardPicture(rows, 3, arrows, beside=80, below=110), shape=shape)
