"""What people give to each kind of activity that others must not see yet, and which kinds hide nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from discovery.models import Discovery
from lvt.models import UseCase
from products.design.product.services import add_product
from tests.factories import SYSTEM, make

Gives = Mapping[str, object]
Versions = tuple[tuple[Gives, Gives], tuple[Gives, Gives]]


@dataclass(frozen=True)
class Hidden:
    """What two people give in one `phase` of a kind: `gives` are the fields by version and person, in which
    {secret} is a text that is found nowhere else, and {half.use_case.uuid} names a thing of the world. A
    contribution of its own names a `uuid`, which the sweep fills; only a note is changed under the same one.
    Going to `reveal` shows it."""

    kind: str
    phase: str
    gives: Versions
    reveal: str
    path: str = "answer/"
    settings: Mapping[str, object] = field(default_factory=dict)
    # Whether it is tried in every place that the kind can be in: anonymous, in a breakout room, ahead.
    everywhere: bool = False

    @property
    def has_words(self) -> bool:
        return "{secret}" in repr(self.gives)


def _same(**fields: object) -> Versions:
    return (fields, fields), (fields, fields)


def _numbers(name: str, *values: object, **others: object) -> Versions:
    """First the one value and then the other, from both people, so that every sum and mean differs."""
    return ({name: values[0], **others},) * 2, ({name: values[1], **others},) * 2


SEVERAL = {"form": "several", "options": ["Nordics", "Alps", "Baltics"]}


WORDS = {"form": "words"}


SCALE = {"form": "scale", "low": 0, "high": 10}


HIDDEN = (
    Hidden("check_in", "answer", _same(text="{secret}"), "revealed", everywhere=True),
    Hidden("check_in", "answer", _numbers("number", 2, 9), "revealed", settings=SCALE),
    Hidden("poll", "answer", _same(text="{secret}"), "revealed", settings={"form": "words"}, everywhere=True),
    Hidden(
        "poll",
        "answer",
        _numbers("choices", ["Nordics", "Alps"], ["Baltics", "Alps"]),
        "revealed",
        settings=SEVERAL,
    ),
    Hidden("poll", "answer", _numbers("number", 2, 9), "revealed", settings=SCALE),
    Hidden("roti", "answer", _numbers("number", 1, 4, text="{secret}"), "revealed", everywhere=True),
    Hidden(
        "consent",
        "answer",
        _numbers("number", 0, 2, text="{secret}", round=1),
        "revealed",
        settings={"proposal": "We begin in May."},
        everywhere=True,
    ),
    Hidden("assessment", "answer", _numbers("number", 1, 4), "revealed", everywhere=True),
    Hidden("assessment", "answer", _numbers("number", 1, 4), "revealed", settings={"what": "hypotheses"}),
    Hidden("prediction", "answer", _numbers("text", "3.25", "47.5"), "revealed", everywhere=True),
    Hidden("brainstorm", "write", _same(text="{secret}"), "group", path="notes/", everywhere=True),
    Hidden(
        "brainstorm",
        "vote",
        _same(),
        "results",
        path="votes/",
        settings={"dots": 9, "most": 3},
    ),
    Hidden(
        "product_ranking",
        "vote",
        _same(),
        "results",
        path="product-votes/",
        settings={"dots": 9, "most": 3},
    ),
    Hidden(
        "card_dots",
        "vote",
        _same(),
        "results",
        path="card-votes/",
        settings={"dots": 9, "most": 3},
    ),
    # What tells a score is its value; there is no text.
    Hidden("scoring", "", _numbers("value", 1, 5), "", path="score/", everywhere=True),
)


def _product(discovery: Discovery, name: str) -> UUID:
    return add_product(actor=SYSTEM, discovery=discovery, name=name, kind="consumer_oriented").uuid


def _card(discovery: Discovery, name: str) -> UUID:
    return make(UseCase, discovery=discovery, name=name).uuid


# What gets dots, of the kinds that rank artifacts.
VOTED_ON: Mapping[str, Callable[[Discovery, str], UUID]] = {"product_ranking": _product, "card_dots": _card}

# The phases of those kinds in which everything may be seen.
SHOWN_IN = {
    "check_in": {"revealed"},
    "poll": {"revealed"},
    "roti": {"revealed"},
    "consent": {"revealed"},
    "assessment": {"revealed"},
    "prediction": {"revealed"},
    "brainstorm": {"group", "results"},
    "product_ranking": {"results"},
    "card_dots": {"results"},
}


HIDES_NOTHING = {
    "welcome": "takes nothing from people",
    "talk": "takes nothing from people but that they are done",
    "break": "takes nothing from people",
    "breakout": "takes nothing but the room that people choose",
    "presentation": "takes nothing from people",
    "questions": "is seen by everybody at once, and names nobody",
    "write_use_cases": "puts cards on the board at once",
    "tree_together": "grows before everybody’s eyes; proposals wait where the facilitator reads them",
    "ranking": "shows what is revealed",
    "template_together": "fills before everybody’s eyes; proposals wait where the facilitator reads them",
    "usage_patterns": "is seen by everybody as it comes in, with its authors",
    "map_review": "is seen by everybody as it comes in",
    "decide": "takes nothing from people",
    "key_questions": "is seen by everybody as it comes in",
    "fill_roles": "is seen by everybody as it comes in",
}
