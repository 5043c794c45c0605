"""Stage and overview set apart what a room chose, and the stage marks shared places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from lvt.models import UseCase
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


def test_the_overview_marks_in_the_ranking_what_is_shortlisted(
    room: Room, client_of: Callable[..., Client]
) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("discovery:discovery_overview", args=[room.discovery.slug])
    page = client.get(url).content.decode()
    assert "The room’s recommendation" in page
    assert '<p class="small muted num">Score (out of ' in page
    assert "Shortlisted" not in page
    first, second = room.use_cases
    decide(
        actor=SYSTEM, activity=room.activity, use_cases=[first], reason="It pays.", decided_by="Amara Osei"
    )
    page = client.get(url).content.decode()
    assert "The room’s recommendation" not in page, "it ranks what the room didn't choose, too"
    ranking = page.partition("Shortlist and ranking")[2]
    row, _next, other = ranking.partition(second.name)
    assert first.name in row
    assert "Shortlisted" in row
    assert "Shortlisted" not in other
    assert "Shortlist decided by Amara Osei · <time" in other
    assert 'id="shortlist-title"' not in page, "it is told once"


def test_the_overview_lists_a_shortlist_that_the_first_places_do_not_hold(
    room: Room, client_of: Callable[..., Client]
) -> None:
    client = client_of(factories.access(room.discovery))
    url = reverse("discovery:discovery_overview", args=[room.discovery.slug])
    unscored = factories.make(UseCase, discovery=room.discovery, name="Unscored")
    chosen = [room.use_cases[1], unscored]
    decide(actor=SYSTEM, activity=room.activity, use_cases=chosen, reason="They pay.", against="It waits.")
    page = client.get(url).content.decode()
    decision, _heading, ranking = page.partition("The room’s ranking")
    decision = decision.partition('id="shortlist-title"')[2]
    assert unscored.name in decision
    assert room.use_cases[1].name in decision
    assert "Shortlist decided · <time" in decision
    assert ranking.count("Shortlisted") == 1
    assert "Shortlist decided" not in ranking
