"""What shipped agendas name can be put on every screen of the room, without opening another page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from discovery.models import Discovery
from tests import factories
from tests.demo import loaded
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.demo import SLUG
from workshops.models import Activity
from workshops.registries import Spotlight, spotlights
from workshops.room.drawing_camera.rules import pictured_in
from workshops.workshop.services import add_workshop

pytestmark = pytest.mark.django_db

# The first stops of the drawings of the demo, on the stage. A group that is nearly as large in the whole has
# none.
STOPS = {
    "landscape": ("Sources", "Integration sources", "Source-oriented products"),
    "value": ("Higher success in engaging HCPs", "Better brand and customer interaction"),
    "architecture": ("Platform capabilities", "Operational source systems"),
    "governance": (),
    "tree": ("1. Higher success in engaging HCPs", "2. Better brand and customer interaction"),
    "today": ("Sources", "Integration sources", "Data assets"),
    "roadmap": (),
    "gaps": (),
    "edge": (),
}
WHOLES = [each for each in spotlights if each.is_whole]
PLANNED = [
    (planned, f"{template.key} {number}")
    for template in TEMPLATES.values()
    for number, planned in enumerate(template.activities)
]
# Explains the method, so it is there in every discovery.
ALWAYS = {"diamonds", "streams", "edge", "readiness", "worked_cards"}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield Discovery.objects.get(slug=SLUG)


@pytest.mark.sqlite  # it reads what ships, and no row
def test_no_agenda_sends_the_room_to_a_page() -> None:
    for planned, where in PLANNED:
        with translation.override("en"):
            notes = f"{planned.instructions} {planned.notes}"
        assert not re.search(r"\b(page of|[Oo]pen the|[Ss]how the page|[Uu]se the report)\b", notes), where
        names = planned.settings.get("shown", [])
        if "on every screen" in notes:
            assert names or "with the spotlight" in notes, where
        for name in names:
            assert spotlights.get(name).is_whole, where
        if planned.kind == "presentation":
            assert planned.settings.get("slides"), f"{where}: a presentation that ships has slides"


@pytest.mark.sweep(sample=5)
@pytest.mark.parametrize("key", TEMPLATES)
def test_what_an_agenda_shows_is_on_it_once_it_is_laid_out(key: str) -> None:
    workshop = add_workshop(actor=SYSTEM, discovery=factories.discovery(), name="Ours", template=key)
    laid = Activity.objects.filter(track__workshop=workshop, track__breakout=None).order_by("position")
    assert [sorted(each.settings.get("shown", [])) for each in laid] == [
        sorted(each.settings.get("shown", [])) for each in TEMPLATES[key].activities
    ]


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("spotlight", WHOLES, ids=lambda each: each.key)
def test_each_is_offered_and_drawn_for_guests(demo: Discovery, spotlight: Spotlight) -> None:
    assert str(demo.uuid) in [uuid for uuid, _label in spotlight.choices(demo)]
    for uuid, _label in spotlight.choices(demo):
        context = spotlight.context(demo, uuid)
        assert context is not None
        page = render_to_string(spotlight.template, {**context, "audience": "stage", "discovery": demo})
        assert "<h2" in page or spotlight.key == "tree"
        assert 'href="/d/' not in page
        picture = context.get("picture")
        if picture is not None:
            assert picture.svg, picture.problem


@pytest.mark.parametrize("key", STOPS)
def test_a_drawing_stops_at_its_groups(demo: Discovery, key: str) -> None:
    picture = pictured_in(spotlights.get(key).context(demo, str(demo.uuid)))
    assert picture is not None
    labels = [stop.label.partition(" · ")[0] for stop in picture.stops]
    assert list(dict.fromkeys(labels))[: len(STOPS[key]) or None] == list(STOPS[key])


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("spotlight", WHOLES, ids=lambda each: each.key)
def test_what_is_not_there_yet_is_not_offered(spotlight: Spotlight) -> None:
    empty, other = factories.discovery(), factories.discovery()
    if spotlight.key in ALWAYS:
        assert spotlight.context(empty, str(empty.uuid)) is not None
    else:
        assert spotlight.choices(empty) == []
        assert spotlight.context(empty, str(empty.uuid)) is None
    assert spotlight.context(empty, str(other.uuid)) is None


def test_hidden_scores_draw_no_cut_line() -> None:
    room = scoring_room()
    room.give(room.join("Ann"), 5)
    line = spotlights.get("cut_line")
    assert line.choices(room.discovery) == []
    assert line.context(room.discovery, str(room.discovery.uuid)) is None
