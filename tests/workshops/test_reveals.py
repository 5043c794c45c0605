"""A reveal that shows nothing asks first, can be taken back, and leads to no record. What a reveal shows says
how many people are behind it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from core.exceptions import Conflict
from lvt.longlist_funnel import services as funnel
from lvt.models import Goal, Measure, UseCase
from organizations.actors import Actor
from products.design.product.services import add_product
from products.design.product_votes import services as product_votes
from products.models import DataProduct
from tests.factories import SYSTEM, make
from tests.workshops.answering import Answering, answering
from workshops.activity_kind import ActivityKind
from workshops.contributions.assessment.selectors import slots_in
from workshops.contributions.assessment.services import record
from workshops.contributions.consent.selectors import round_number
from workshops.contributions.consent.services import propose, record_decision
from workshops.contributions.notes.services import add_note
from workshops.contributions.votes.services import give_dots
from workshops.models import Activity, Decision, Note
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db

SETTINGS: dict[str, dict[str, Any]] = {
    "poll": {"form": "scale", "low": 1, "high": 5},
    "consent": {"proposal": "We start in May."},
    "assessment": {"what": "suitability"},
}
WAIT = 'data-confirm="No answers yet. Wait?"'
# Kinds in which a step ends what people are at and shows it to everybody.
REVEALING = [kind.key for kind in activity_kinds if any(phase.reveals for phase in kind.phases)]


def room_in(key: str, settings: dict[str, Any] | None = None) -> Answering:
    """A live room in the activity, with something to ask about."""
    room = answering(key, settings or SETTINGS.get(key))
    discovery = room.workshop.discovery
    if key == "prediction":
        measure = make(Measure, goal=make(Goal, discovery=discovery, title="More visits"), name="Visits")
        Activity.objects.filter(pk=room.activity.pk).update(settings={"measure": str(measure.uuid)})
    if key == "product_ranking":
        add_product(actor=SYSTEM, discovery=discovery, name="HCP 360", kind="consumer_oriented")
    if key == "card_dots":
        make(UseCase, discovery=discovery, name="HCP 360")
    room.reload()
    return room


def give(room: Answering, actor: Actor) -> None:
    """What one person gives in the present phase, by the kind."""
    key, activity = room.activity.kind, room.activity
    if key == "brainstorm" and activity.phase == "vote":
        note = Note.objects.filter(activity=activity).earliest("pk")
        give_dots(actor=actor, activity=activity, item=note.uuid, dots=1)
    elif key == "brainstorm":
        add_note(actor=actor, activity=activity, uuid=uuid4(), text="Too slow")
    elif key == "product_ranking":
        product = DataProduct.objects.get().uuid
        product_votes.give_dots(actor=actor, activity=activity, item=product, dots=1)
    elif key == "card_dots":
        card = UseCase.objects.get().uuid
        funnel.give_dots(actor=actor, activity=activity, item=card, dots=1)
    elif key == "assessment":
        room.answer(actor, slot=slots_in(activity)[0], number=1)
    elif activity.settings.get("form") == "one":
        room.answer(actor, choices=["DACH"])
    elif key == "prediction" or (key, activity.settings.get("form", "word")) == ("check_in", "word"):
        room.answer(actor, text="4")
    else:
        room.answer(actor, number=4)


def reveal_of(room: Answering) -> str:
    """The phase that the first button of the console leads to."""
    return activity_kinds.get(room.activity.kind).next_phases(room.activity)[0].key


def button(room: Answering, to: str) -> str:
    """The button of the console that leads to the phase, as it is drawn; "" where there is none."""
    step, console = f'"to": "{to}"', room.screens()["console"]
    before, _step, after = console.partition(step)
    return before.rpartition("<button")[2] + step + after.partition("</button>")[0] if step in console else ""


def test_every_kind_that_reveals_knows_when_there_is_nothing_to_show() -> None:
    assert {"poll", "consent", "roti", "check_in", "prediction", "assessment", "brainstorm"} < set(REVEALING)
    for key in REVEALING:
        held = type(activity_kinds.get(key)).has_nothing_to_show
        assert held is not ActivityKind.has_nothing_to_show, f"{key}: override has_nothing_to_show"


@pytest.mark.parametrize("key", REVEALING)
def test_a_reveal_of_nothing_asks_first_and_can_be_taken_back(key: str) -> None:
    room = room_in(key)
    room.join("Ana")
    begun, revealed = room.activity.phase, reveal_of(room)
    asked = button(room, revealed)
    assert WAIT in asked
    assert 'data-confirm-cancel="Wait"' in asked
    assert "1 of 1 is not done." in asked

    room.go(revealed)
    back = button(room, begun)
    assert "primary" in back, f"{key}: the way back is the filled button"
    assert "data-confirm" not in back
    room.go(begun)
    give(room, room.actor("Ben"))
    assert WAIT not in button(room, revealed)


@pytest.mark.parametrize("key", REVEALING)
def test_nobody_in_the_room_is_no_answer_either(key: str) -> None:
    room = room_in(key)
    asked = button(room, reveal_of(room))
    assert WAIT in asked
    assert "0 of 0" not in asked


@pytest.mark.parametrize("key", ["brainstorm", "consent", "product_ranking", "card_dots"])
def test_what_a_room_has_seen_is_not_taken_back(key: str) -> None:
    room = room_in(key)
    give(room, room.actor("Ana"))
    begun = room.activity.phase
    room.go(reveal_of(room))
    assert button(room, begun) == ""
    with pytest.raises(Conflict):
        room.go(begun)


def test_a_vote_without_dots_asks_and_one_is_not_asked_for_where_there_was_no_vote() -> None:
    room = room_in("brainstorm")
    give(room, room.actor("Ana"))
    room.go("group")
    assert "data-confirm" not in button(room, "results"), "it shows the notes"
    room.go("vote")
    assert WAIT in button(room, "results")
    give(room, room.actor("Ben"))
    assert WAIT not in button(room, "results")


# --- What is recorded -----------------------------------------------------------------------------


def test_no_decision_is_recorded_from_fingers_that_nobody_gave() -> None:
    room = room_in("consent")
    said = {"title": "We start", "reason": "It pays"}
    with pytest.raises(Conflict, match="Reveal the answers first"):
        record_decision(actor=SYSTEM, activity=room.activity, **said)
    room.go("revealed")
    assert "Record the decision" not in room.screens()["console"]
    with pytest.raises(Conflict, match="nothing to record"):
        record_decision(actor=SYSTEM, activity=room.activity, **said)
    for method in (room.console().get, room.console().post):
        url = f"/w/{room.workshop.code}/console/activities/{room.activity.uuid}/decision/"
        assert method(url, said).status_code == 409
    assert not Decision.objects.exists()

    room.go("answer")
    give(room, room.actor("Ana"))
    room.go("revealed")
    assert "Record the decision" in room.screens()["console"]
    record_decision(actor=SYSTEM, activity=room.activity, **said)


def test_a_round_that_nobody_answered_is_not_kept() -> None:
    room = room_in("consent")
    room.go("revealed")
    steps = {"answering": "answer", "revealed": "revealed"}
    propose(actor=SYSTEM, activity=room.activity, proposal="We start in June.", from_round=1, **steps)
    assert (room.reload().phase, round_number(room.activity)) == ("answer", 1)
    assert "Round 1" not in room.screens()["console"]
    assert "We start in June." in room.screens()["stage"]


def test_nothing_is_recorded_of_an_assessment_that_nobody_answered() -> None:
    room = room_in("assessment")
    room.go("revealed")
    with pytest.raises(Conflict, match="No one has answered"):
        record(actor=SYSTEM, activity=room.activity)


# --- How many people are behind a number ----------------------------------------------------------

NUMBERS: dict[str, tuple[str, dict[str, Any] | None]] = {
    "poll on a scale": ("poll", None),
    "poll with options": ("poll", {"form": "one", "options": ["DACH", "UK"]}),
    "check-in with words": ("check_in", {"form": "word"}),
    "check-in on a scale": ("check_in", {"form": "scale", "low": 1, "high": 5}),
    "consent": ("consent", None),
    "roti": ("roti", None),
    "assessment": ("assessment", None),
    "prediction": ("prediction", None),
    "product ranking": ("product_ranking", None),
    "vote on use cases": ("card_dots", None),
    "brainstorm": ("brainstorm", None),
}


def test_every_kind_that_reveals_is_asked_for_its_people() -> None:
    assert {key for key, _settings in NUMBERS.values()} == set(REVEALING)


@pytest.mark.parametrize("case", NUMBERS)
def test_each_number_says_how_many_people_are_behind_it(case: str) -> None:
    """On stage, phone and console, on the page of results and on paper."""
    key, settings = NUMBERS[case]
    room = room_in(key, settings)
    people = [room.actor(name) for name in ("Ana", "Ben", "Cleo")]
    give(room, people[0])
    if key == "brainstorm":
        room.go("group")
        room.go("vote")
        give(room, people[0])
    for each in people[1:]:
        give(room, each)
    room.go(reveal_of(room))
    kind = activity_kinds.get(key)
    held = {"activity": room.activity, "workshop": room.workshop, **(kind.results(room.activity) or {})}
    shown = room.screens()
    shown["results"] = render_to_string(f"{kind.template_dir}/results.html", held)
    for where, drawn in shown.items():
        text = " ".join(drawn.split())
        assert "3 people" in text or "from 3 people" in text, f"{case}: {where}"


def test_a_number_that_not_everybody_gave_says_of_how_many_it_is() -> None:
    room = room_in("assessment")
    first, second = slots_in(room.activity)[:2]
    ana, ben = room.actor("Ana"), room.actor("Ben")
    room.answer(ana, slot=first, number=1)
    room.answer(ben, slot=first, number=3)
    room.answer(ana, slot=second, number=2)
    room.go("revealed")
    for where in ("stage", "console"):
        assert room.screens()[where].count("1 of 2 people") == 1, where


def test_the_stage_lists_the_options_of_a_poll_that_no_one_answered() -> None:
    room = answering("poll", {"form": "one", "options": ["Nordics", "Alps"]})
    room.go("revealed")
    stage = room.screens()["stage"]
    below = stage.partition("No one voted")[2]
    assert "Nordics" in below
    assert "Alps" in below
