"""The streams and the double diamond of a discovery as DOT source for a stage. Texts in, text out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.labels import Text
from discovery.frame_drawing import DIAMOND_ARROWS, diamonds, milestones
from discovery.process import PHASE_PURPOSES, STREAM_PURPOSES
from documents import dot
from documents.stage_cards import CardArrow, CardPicture, StageCard, cards_source


def streams_source(
    streams: Sequence[tuple[str, Text]], phases: Sequence[tuple[str, Text]], *, shape: float
) -> str:
    """DOT source of the streams beside each other, (key, name) each, from the phase before them at the top
    down to the one after them."""
    (first, first_name), (last, last_name) = phases[0], phases[-1]
    comes_in, asks, goes_out = [], [], []
    for column, (key, name) in enumerate(streams):
        purpose = STREAM_PURPOSES[key]
        results = [str(each) for each in purpose.goes_out]
        comes_in.append(StageCard(f"in-{key}", _("Starts from"), [str(purpose.comes_in)], column))
        asks.append(StageCard(key, str(name), [str(purpose.question)], column, border=dot.INK))
        goes_out.append(StageCard(f"out-{key}", _("Delivers"), results, column))
    before = StageCard("before", str(first_name), [str(PHASE_PURPOSES[first])], span=len(streams))
    after = StageCard("after", str(last_name), [str(PHASE_PURPOSES[last])], span=len(streams))
    arrows = [
        CardArrow(start, end)
        for key, _name in streams
        for start, end in (
            ("before", f"in-{key}"),
            (f"in-{key}", key),
            (key, f"out-{key}"),
            (f"out-{key}", "after"),
        )
    ]
    rows = ([before], comes_in, asks, goes_out, [after])
    return cards_source(CardPicture(rows, len(streams), arrows, beside=36, below=40), shape=shape)


def diamonds_source(*, shape: float) -> str:
    """DOT source of the double diamond, with the words of each diamond below it."""
    places = {"start": (0, 2), "first": (2, 3), "agreed": (5, 2), "second": (7, 3), "value": (10, 2)}
    cards = [StageCard(key, words, (), *places[key], is_low=True) for key, words in milestones().items()]
    words = []
    for number, each in enumerate(diamonds()):
        cards.append(
            StageCard(
                each.key, each.question, [each.phase], *places[each.key], border=dot.INK, is_diamond=True
            )
        )
        words.append(StageCard(f"{each.key}-words", "", [each.opens, each.closes], 6 * number, 6))
    arrows = [CardArrow(start, end) for start, end in DIAMOND_ARROWS]
    return cards_source(CardPicture((cards, words), 12, arrows, beside=36, below=40), shape=shape)
