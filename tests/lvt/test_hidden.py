"""Hidden until the reveal: no score of anybody, nor anything computed from one, is in any answer to anybody
else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from core.exceptions import Conflict
from discovery.discoveries.models import DiscoveryRole
from discovery.registries import checkpoints, report_sections
from lvt.rounds.selectors import current_results, round_results
from lvt.rounds.services import reveal
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def room() -> Room:
    return scoring_room()


def everything_shown(room: Room, clients: dict[str, Client]) -> dict[str, str]:
    """Every page and fragment that others than the author of a score may get, by a name: as each of `clients`
    gets it, as the kind draws it, and as it goes into reports and overviews."""
    code, slug = room.workshop.code, room.discovery.slug
    regions = {
        "console": ("main", "people", "progress", "agenda", "clock"),
        "room": ("shared", "progress", "clock", "mine"),
        "stage": ("main", "progress", "clock"),
    }
    paths = [
        f"/w/{code}/",
        f"/w/{code}/stage/",
        f"/w/{code}/console/",
        *(f"/w/{code}/regions/{key}/?surface={on}" for on, keys in regions.items() for key in keys),
        f"/w/{code}/shortlist/{room.activity.uuid}/",
        f"/d/{slug}/",
        f"/d/{slug}/prioritization/",
        f"/d/{slug}/prioritization/method/",
        f"/d/{slug}/use-cases/",
        f"/d/{slug}/tree/",
        f"/d/{slug}/decisions/",
        f"/d/{slug}/history/",
        f"/d/{slug}/workshops/",
    ]
    texts = {}
    for who, client in clients.items():
        for path in paths:
            response = client.get(path, headers={"hx-request": "true"} if "/regions/" in path else {})
            if response.status_code == 200:
                texts[f"{path} for the {who}"] = response.content.decode()
    kind = activity_kinds.get("scoring")
    for audience in ("console", "room", "stage"):
        context = getattr(kind, audience)(room.activity)
        texts[f"the {audience}"] = render_to_string(f"{kind.template_dir}/{audience}.html", context)
        texts[f"the context of the {audience}"] = repr(context)
    for section in report_sections:
        texts[f"section {section.key} of the report"] = repr(section.context(room.discovery))
    for checkpoint in checkpoints:
        texts[f"checkpoint {checkpoint.key}"] = repr(checkpoint.standing(room.discovery))
    return texts


def settled(text: str) -> str:
    """Without what differs each time: tokens, revision, time of the page, clock, addresses of memory, and the
    name that a form gives to what it will send."""
    form = r'name="uuid" value="[0-9a-f-]{36}"'
    page = r'[A-Za-z0-9]{64}|data-live-(?:rev|now)="[\d.]+"|\b\d+:\d\d\b|0x[0-9a-f]+'
    return re.sub(f"{form}|{page}", "", text)


@pytest.mark.sweep(sample="tests/lvt/test_hidden.py")
def test_no_surface_changes_with_what_people_gave(room: Room, client_of: ClientOf) -> None:
    """Nothing leaks: when the same people gave other scores, no answer to anybody else is different."""
    ann, ivan = room.join("Ann"), room.join("Ivan", "it")
    clients = {
        "facilitator": client_of(factories.access(room.discovery)),
        "viewer": client_of(factories.access(room.discovery, DiscoveryRole.VIEWER)),
        "guest": client_of(room.join("Someone else", "it")),
    }

    def score(first: int, second: int) -> dict[str, str]:
        for use_case in (0, 1):
            room.give_all(ann, *[first] * 7, use_case=use_case)
            room.give_all(ivan, *[second] * 7, use_case=use_case)
        return everything_shown(room, clients)

    low, high = score(0, 1), score(5, 3)
    assert low.keys() == high.keys()
    assert len(low) > 40
    for name, shown in low.items():
        assert settled(shown) == settled(high[name]), name
    # The same comparison does find what is shown once it is revealed.
    reveal(actor=SYSTEM, round=room.round)
    revealed = everything_shown(room, clients)
    differing = {name for name in high if settled(high[name]) != settled(revealed.get(name, ""))}
    assert {"the console", "the room", "the stage", "checkpoint ranking"} <= differing
    assert any(name.startswith("section ") for name in differing)


def test_results_are_refused_before_the_reveal(room: Room) -> None:
    room.give(room.join("Ann"), 5)
    with pytest.raises(Conflict, match="hidden"):
        round_results(room.round)
    assert current_results(room.discovery) is None
    for audience in ("console", "room", "stage"):
        assert getattr(activity_kinds.get("scoring"), audience)(room.activity)["results"] is None


def test_the_own_part_holds_the_own_scores_only(room: Room, client_of: ClientOf) -> None:
    ann, ben = room.join("Ann"), room.join("Ben")
    room.give(ann, 5)
    page = client_of(ben).get(f"/w/{room.workshop.code}/regions/mine/", headers={"hx-request": "true"})
    assert b"checked" not in page.content
    page = client_of(ann).get(f"/w/{room.workshop.code}/regions/mine/", headers={"hx-request": "true"})
    assert page.content.count(b"checked") == 1
