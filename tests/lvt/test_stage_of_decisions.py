"""Stage and overview set apart what a room chose, and the stage marks shared places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from lvt.rounds.services import reveal
from lvt.shortlist.services import decide
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    made = scoring_room()
    anna = made.join("Anna")
    for place in range(len(made.use_cases)):
        made.give_total(anna, 3 - place, place)
    reveal(actor=SYSTEM, round=made.round)
    return made


def stage(room: Room) -> tuple[str, str]:
    """The title of the stage, and what it shows."""
    kind = activity_kinds.get("decide")
    html = render_to_string(f"{kind.template_dir}/stage.html", kind.stage(room.activity))
    return str(kind.stage_title(room.activity)), html


def test_use_cases_that_were_not_chosen_are_below_the_cut(room: Room) -> None:
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases[:1], reason="It pays off.")
    title, html = stage(room)
    assert title == "We start with 1 of 2 use cases"
    chosen, _cut, others = html.partition('<div class="not-chosen">')
    assert room.use_cases[0].name in chosen
    assert room.use_cases[1].name not in chosen
    assert room.use_cases[1].name in others


def test_a_shortlist_of_all_says_so(room: Room) -> None:
    decide(actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, reason="All pay off.")
    title, html = stage(room)
    assert title == "We start with both use cases"
    assert "not-chosen" not in html


def test_the_overview_has_the_decision_above_the_ranking(
    room: Room, client_of: Callable[..., Client]
) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("discovery:discovery_overview", args=[room.discovery.slug])
    assert "The room’s recommendation" in client.get(url).content.decode()
    first, second = room.use_cases
    decide(
        actor=SYSTEM, activity=room.activity, use_cases=[first], reason="It pays.", decided_by="Amara Osei"
    )
    page = client.get(url).content.decode()
    assert "The room’s recommendation" not in page, "it ranks what the room didn't choose, too"
    decision, _heading, ranking = page.partition("The room’s ranking")
    decision = decision.partition('id="shortlist-title"')[2]
    assert first.name in decision
    assert second.name not in decision
    assert "Decided by Amara Osei · <time" in decision
    assert second.name in ranking
