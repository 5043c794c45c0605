"""The streams and the double diamond of a discovery as DOT source for a stage. Texts in, text out."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from core.labels import Text
from discovery.process import PHASE_PURPOSES, STREAM_PURPOSES, StreamPurpose
from discovery.process_drawing import DIAMOND_ARROWS, diamonds, milestones
from documents import dot
from documents.stage_cards import (
    CardArrow,
    CardPart,
    CardPicture,
    StageCard,
    cards_source,
    heading,
    label,
)


def streams_source(
    streams: Sequence[tuple[str, Text]], phases: Sequence[tuple[str, Text]], *, shape: float
) -> str:
    """DOT source of the streams beside each other, (key, name) each, from the phase before them at the top
    down to the one after them."""
    (first, first_name), (last, last_name) = phases[0], phases[-1]
    rows = (
        [_phase("before", first_name, PHASE_PURPOSES[first], len(streams))],
        [
            StageCard(key, [*_stream(str(name), STREAM_PURPOSES[key])], column, border=dot.INK)
            for column, (key, name) in enumerate(streams)
        ],
        [_phase("after", last_name, PHASE_PURPOSES[last], len(streams))],
    )
    arrows = [CardArrow(*ends) for key, _name in streams for ends in (("before", key), (key, "after"))]
    return cards_source(CardPicture(rows, len(streams), arrows, beside=36, below=40), shape=shape)


def _phase(key: str, name: Text, purpose: Text, span: int) -> StageCard:
    return StageCard(key, [heading(str(name))], span=span, beside=CardPart([str(purpose)], above=0))


def _stream(name: str, purpose: StreamPurpose) -> Iterator[CardPart]:
    yield heading(name, 1.45)
    yield CardPart([str(purpose.question)])
    yield label(_("Starts from"))
    yield CardPart([str(purpose.comes_in)], above=0)
    yield label(_("Delivers"))
    yield CardPart([str(each) for each in purpose.goes_out], above=0, is_list=True)


def diamonds_source(*, shape: float) -> str:
    """DOT source of the double diamond, with the words of each diamond below it."""
    places = {"start": (0, 2), "first": (2, 3), "agreed": (5, 2), "second": (7, 3), "value": (10, 2)}
    cards = [
        StageCard(key, [heading(words)], *places[key], is_low=True) for key, words in milestones().items()
    ]
    words, arrows = [], [CardArrow(start, end) for start, end in DIAMOND_ARROWS]
    for each in diamonds():
        question = [heading(each.question), CardPart([each.phase], color=dot.INK_2, above=0)]
        cards.append(StageCard(each.key, question, *places[each.key], border=dot.INK, is_diamond=True))
        # As wide on both sides of the middle of its diamond as there is room.
        column, span = places[each.key][0] - 1, places[each.key][1] + 2
        parts = [*_labeled(each.opens, above=0), *_labeled(each.closes)]
        words.append(StageCard(f"{each.key}-words", parts, column, span))
        arrows.append(CardArrow(each.key, f"{each.key}-words", is_dashed=True))
    return cards_source(CardPicture((cards, words), 12, arrows, beside=36, below=40), shape=shape)


def _labeled(text: str, above: float = 0.7) -> Iterator[CardPart]:
    """The text with the words up to its colon as a label."""
    name, _colon, rest = text.partition(":")
    yield label(name.strip(), above)
    yield CardPart([rest.strip()], size=1.1, above=0)
