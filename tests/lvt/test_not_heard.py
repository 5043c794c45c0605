"""A ranking begins with the side that was needed, and of which no one scored: on every surface."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from lvt.report import ranking_section
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.selectors.unheard_sides import not_heard
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
WORDS = "No scores from IT"


def _revealed(*sides: str) -> Room:
    room = scoring_room()
    for number, side in enumerate(sides):
        person = room.join(f"Person {number}", side)
        for use_case in range(2):
            room.give_all(person, 3, 3, 3, 3, 3, 3, 3, use_case=use_case)
    room.join("Silent", "it")
    reveal(actor=SYSTEM, round=room.round)
    return room


def _surfaces(room: Room, client_of) -> dict[str, str]:
    scoring = activity_kinds.get("scoring")
    context = {**scoring.stage(room.activity), "workshop": room.workshop}
    client = client_of(factories.access(room.discovery))
    return {
        "stage": render_to_string(f"{scoring.template_dir}/stage.html", context),
        "phone": render_to_string(f"{scoring.template_dir}/room.html", context),
        "page": client.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content.decode(),
        "report": render_to_string("lvt/report/ranking.html", ranking_section(room.discovery)),
    }


def test_a_side_without_a_scorer_is_the_first_line(client_of):
    room = _revealed("business", "business")
    results = current_results(room.discovery)
    assert results is not None
    assert not_heard(results) == WORDS
    for surface, shown in _surfaces(room, client_of).items():
        assert shown.count(WORDS) == 1, surface
        assert shown.index(WORDS) < shown.index("HCP 360 dashboard"), surface


def test_nothing_is_said_where_both_sides_scored(client_of):
    room = _revealed("business", "it")
    for surface, shown in _surfaces(room, client_of).items():
        assert "No scores from" not in shown, surface
