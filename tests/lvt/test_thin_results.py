"""Results of very few answers: no sentence claims a place, an agreement or a side that is not there."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from lvt.models import Goal, UseCase
from lvt.overview import ranking_standing
from lvt.report import shortlist_section, sides_section
from lvt.report_for_board import sure
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.selectors.ranking_results import DiscoveryResults
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db
ALL = (4, 3, 5, 2, 4, 3, 4)


@pytest.fixture
def room() -> Room:
    return scoring_room("Order proposal", "Price advice")


def revealed(room: Room) -> DiscoveryResults:
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    return results


def heard(discovery: Discovery) -> Any:
    section = sides_section(discovery)
    assert section is not None
    return section["participation"]


def test_a_use_case_without_a_place_is_not_counted_as_ranked(room: Room) -> None:
    room.give(room.join("Ann"), 4)
    assert revealed(room).placed == ()
    standing = ranking_standing(room.discovery)
    assert standing.summary == ""
    assert str(standing.missing).startswith("No use case has a place yet. ")


def test_those_with_a_place_are_counted(room: Room) -> None:
    room.give_all(room.join("Ann"), *ALL)
    revealed(room)
    assert ranking_standing(room.discovery).summary == "1 use case ranked"


def test_one_person_alone_agrees_with_no_one(room: Room) -> None:
    ann = room.join("Ann")
    for place in (0, 1):
        room.give_all(ann, *ALL, use_case=place)
    assert "nothing to compare" in revealed(room).differences_words


def test_two_people_may_agree_or_not(room: Room) -> None:
    people = [room.join("Ann"), room.join("Ian", "it")]
    for person in people:
        room.give(person, 4)
    assert revealed(room).differences_words == "Everyone gave the same scores."
    again = scoring_room("Gate plan")
    for value, side in ((1, "business"), (4, "it")):
        again.give(again.join(side, side), value)
    assert revealed(again).differences_words.startswith("100% of the disagreement is between business and IT")


def test_the_report_counts_only_sides_that_took_part(room: Room) -> None:
    ann = room.join("Ann")
    room.give(ann, 4)
    revealed(room)
    said = heard(room.discovery)
    assert said == "0 of 1 from business scored, but no one from IT took part. Both sides must score."
    mixed = scoring_room("Gate plan")
    for side in ("business", "it"):
        mixed.give_all(mixed.join(side, side), *ALL)
    revealed(mixed)
    assert "1 of 1 from business and 1 of 1 from IT" in heard(mixed.discovery)
    apart = scoring_room("Gate plan")
    apart.give_all(apart.join("Ian", "it"), *ALL)
    revealed(apart)
    one_side = "1 of 1 from IT scored, but no one from business took part. Both sides must score."
    assert heard(apart.discovery) == one_side
    others = scoring_room("Gate plan")
    others.give_all(others.join("Guest", "other"), *ALL)
    revealed(others)
    assert heard(others.discovery) == "No one from business or IT took part. Both sides must score."


@pytest.mark.parametrize(
    ("model", "fields", "said", "not_said"),
    [
        (UseCase, {"name": "Order proposal"}, "No goals yet.", "Every goal is served"),
        (Goal, {"title": "Fuller shelves"}, "No data products yet.", "Every data product serves a goal"),
    ],
)
def test_the_value_sheet_praises_nothing_that_is_not_there(
    model: Any, fields: dict[str, str], said: str, not_said: str, discovery: Discovery, client_of: Any
) -> None:
    make(model, discovery=discovery, **fields)
    assert not DataProduct.objects.exists()
    client: Client = client_of(factories.access(discovery))
    page = client.get(reverse("products:value", args=[discovery.slug])).content.decode()
    assert said in page
    assert not_said not in page


def test_the_report_of_equal_scores_has_a_reason_and_the_people_behind_it() -> None:
    room = scoring_room("Gate plan", "Bed forecast")
    for name, side in (("Ann", "business"), ("Ian", "it")):
        person = room.join(name, side)
        for place in (0, 1):
            room.give_all(person, *ALL, use_case=place)
    results = revealed(room)
    sides = render_to_string("lvt/report/sides.html", sides_section(room.discovery))
    assert "Largest disagreements" in sides
    assert "Everyone gave the same scores." in sides
    ranking = sure(room.discovery)
    assert ranking is not None
    assert "people" not in ranking["headline"]
    assert results.key in render_to_string("lvt/report/sure.html", ranking), "the title doesn't have them"
    assert shortlist_section(room.discovery) is None, "nothing is decided"
