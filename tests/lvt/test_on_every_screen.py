"""What notes become in the value tree, and what of it a facilitator puts on every screen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape

from core.exceptions import NotAllowed, NotFound
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis, Measure, MeasuredValue, UseCase, Vision
from lvt.rounds.services import reveal
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room
from tests.sending import HOSTILE
from workshops.models import Note
from workshops.registries import note_targets, spotlights

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(discovery: Discovery) -> Goal:
    return factories.make(Goal, discovery=discovery, title="Keep customers")


@pytest.fixture
def bet(goal: Goal) -> Hypothesis:
    return factories.make(Hypothesis, goal=goal, statement="Knowing earlier helps")


def turned(kind: str, actor: Actor, discovery: Discovery, text: str, parent: object = ""):
    made = note_targets.get(kind).make(actor, discovery, Note(text=text), str(parent))
    assert isinstance(made, note_targets.get(kind).model)
    assert discovery.slug in note_targets.get(kind).url(made)
    return made


def test_a_note_becomes_each_thing_of_the_tree(discovery, editor, goal, bet):
    long = "word " * 99
    assert turned("goal", editor, discovery, HOSTILE).title == HOSTILE
    cut = turned("goal", editor, discovery, long)
    assert (len(cut.title) <= 200, cut.description) == (True, long)
    assert turned("hypothesis", editor, discovery, long, goal.uuid).goal == goal
    on_goal = turned("measure", editor, discovery, "Fewer leave", goal.uuid)
    on_bet = turned("measure", editor, discovery, long, bet.uuid)
    assert (on_goal.goal, on_goal.target, on_bet.hypothesis) == (goal, None, bet)
    loose = turned("use_case", editor, discovery, long)
    assert (loose.hypothesis, loose.we_believe, len(loose.name) <= 120) == (None, long, True)
    assert turned("use_case", editor, discovery, "Early warning", bet.uuid).hypothesis == bet
    assert turned("initiative", editor, discovery, "Interviews", bet.uuid).hypothesis == bet


@pytest.mark.parametrize("kind", ["goal", "use_case", "source", "data_product"])
def test_the_name_of_a_long_note_counts_its_marks(discovery, editor, kind):
    """Where vowels and tones are marks above letters, as in Thai, a text is longer than it looks."""
    text = "\u0e15\u0e49" * 160
    made = turned(kind, editor, discovery, text)
    made.full_clean()
    named = getattr(made, "name", "") or made.title
    assert text.startswith(named.removesuffix("…"))
    assert text in vars(made).values()


def test_what_came_from_a_note_shows_it(client_of, discovery, editor, bet):
    activity = factories.activity(factories.workshop(discovery), "brainstorm", "What would help?")
    card = turned("use_case", editor, discovery, "Early warning", bet.uuid)
    measure = turned("measure", editor, discovery, "Fewer leave", bet.uuid)
    for kind, made in (("use_case", card), ("measure", measure)):
        factories.make(
            Note,
            activity=activity,
            text=f"{HOSTILE} {kind}",
            author="x",
            became_kind=kind,
            became_uuid=made.uuid,
        )
        url = reverse(f"lvt:{kind}", args=[discovery.slug, made.uuid])
        page = client_of(factories.access(discovery)).get(url).content.decode()
        assert "Original notes" in page
        assert f"{escape(HOSTILE)} {kind}" in page
        assert "What would help?" in page


def test_what_notes_hang_on_is_of_the_same_discovery(discovery, editor, goal, bet):
    elsewhere = factories.make(Goal, discovery=factories.discovery(), title="Elsewhere")
    for kind in ("hypothesis", "measure", "use_case", "initiative"):
        with pytest.raises(NotFound):
            turned(kind, editor, discovery, "Text", elsewhere.uuid)
        parents = note_targets.get(kind).parents
        offered = parents and parents(discovery)
        assert offered
        assert "Elsewhere" not in str(offered)
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        turned("goal", viewer, discovery, "Text")


def shown(kind: str, discovery: Discovery, uuid: object) -> str:
    spotlight = spotlights.get(kind)
    context = spotlight.context(discovery, str(uuid))
    assert context is not None
    return render_to_string(spotlight.template, context)


def test_the_tree_and_its_parts_are_shown(discovery, goal, bet):
    factories.make(Vision, discovery=discovery, statement=HOSTILE)
    measure = factories.make(Measure, goal=goal, name="Fewer leave", target=Decimal(5), unit="%")
    for day, value in ((1, 20), (2, 9)):
        kinds.add(
            actor=SYSTEM,
            draft=MeasuredValue(measure=measure, value=Decimal(value), measured_on=date(2026, 1, day)),
        )
    card = factories.make(UseCase, discovery=discovery, name="Early warning", we_believe=HOSTILE)

    for kind, uuid, words in (
        ("tree", discovery.uuid, ("Keep customers", "Knowing earlier helps", "Fewer leave")),
        ("goal", goal.uuid, ("Goal 1", "Knowing earlier helps", "Proposed")),
        ("use_case", card.uuid, ("Early warning", "No hypothesis yet")),
        ("measure", measure.uuid, ("Fewer leave", "polyline")),
    ):
        page = shown(kind, discovery, uuid)
        assert all(each in page for each in words), kind
        assert "<script>" not in page
        assert 'href="/d/' not in page  # guests look at it, too
        assert str(uuid) in [each for each, _label in spotlights.get(kind).choices(discovery)]


def test_what_is_elsewhere_gone_or_hidden_is_not_shown(discovery):
    room = scoring_room()
    goal = factories.make(Goal, discovery=room.discovery, title="Elsewhere")
    for kind, uuid in (
        ("tree", room.discovery.uuid),
        ("goal", goal.uuid),
        ("use_case", room.use_cases[0].uuid),
        ("ranking", room.discovery.uuid),
        ("measure", "no uuid"),
    ):
        assert spotlights.get(kind).context(discovery, str(uuid)) is None
    room.give(room.join("Ann"), 5)
    ranking = spotlights.get("ranking")
    assert ranking.choices(room.discovery) == []
    assert ranking.context(room.discovery, str(room.discovery.uuid)) is None
    reveal(actor=SYSTEM, round=room.round)
    assert room.use_cases[0].name in shown("ranking", room.discovery, room.discovery.uuid)
