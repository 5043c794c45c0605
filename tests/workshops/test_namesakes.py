"""Two people who share a name are told apart in the same way on every screen, sheet and paper."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from hypothesis import given, strategies as st

from discovery.registries import report_sections
from exchange.erasure.selectors import matches_of
from organizations.actors import Actor
from tests.factories import SYSTEM
from tests.workshops.answering import Answering, answering
from workshops.actors import RoomActor
from workshops.contributions.notes.services import add_note
from workshops.exports import people_sheet
from workshops.joining.namesakes import numbered_name, without_number
from workshops.joining.participants.services import change_details, join
from workshops.joining.people_without_device.services import add_proxy
from workshops.models import Participant
from workshops.results.timeline_and_trash.selectors import people_of
from workshops.room.running.selectors import people_in


@given(st.lists(st.text(alphabet="aAn ()2", min_size=1, max_size=9), max_size=6), st.integers(9, 12))
def test_no_two_names_are_the_same_and_each_fits(names: list[str], most: int) -> None:
    told: list[str] = []
    for name in names:
        told.append(numbered_name(name, told, most))
    assert len({each.casefold() for each in told}) == len(told)
    assert all(len(each) <= most for each in told)


def test_the_number_is_not_part_of_the_name() -> None:
    assert numbered_name("ana", ["Ana", "Ben"], 60) == "ana (2)"
    assert numbered_name("Ana", ["Ana", "Ana (2)"], 60) == "Ana (3)"
    assert numbered_name("Ana (2)", ["Ana", "Ana (2)"], 60) == "Ana (3)"
    assert numbered_name("A" * 60, ["A" * 60], 60) == "A" * 56 + " (2)"
    assert [without_number(each) for each in ("Ana (2)", "Ana", "Ana (IT)")] == ["Ana", "Ana", "Ana (IT)"]


@pytest.fixture
def room(db: None) -> Answering:
    return answering("brainstorm")


def two_anas(room: Answering) -> list[Participant]:
    guests = [Client() for _each in range(2)]
    url = reverse("discovery:join", args=[room.workshop.code])
    for guest in guests:
        sent = {"display_name": "Ana", "side": "business", "role_title": "Tester", "join_key": uuid4().hex}
        assert guest.post(url, sent).status_code in (302, 303)
    return list(Participant.objects.filter(workshop=room.workshop))


def test_every_surface_names_them_alike(room: Answering) -> None:
    first, second = two_anas(room)
    for each in (first, second):
        add_note(actor=RoomActor.of_participant(each), activity=room.activity, uuid=uuid4(), text="Slow")
    room.go("group")
    assert [person.label for person in people_in(room.workshop.pk)] == ["Ana", "Ana (2)"]
    labels = people_of(room.workshop)
    assert {"Ana, Tester", "Ana (2), Tester"} <= set(labels)

    console = room.console()
    workshop, slug = room.workshop, room.workshop.discovery.slug
    timeline = console.get(reverse("discovery:workshop_timeline", args=[slug, workshop.uuid]))
    section = report_sections.get("people")
    sheet = people_sheet(workshop.discovery)
    assert sheet is not None
    surfaces = {
        "console": room.screens()["console"],
        "timeline": timeline.content.decode(),
        "phone": room._seen_by(second, ""),
        "report": render_to_string(section.template, section.context(workshop.discovery)),
        "sheet": repr([str(row[1]) for row in sheet.rows]),
    }
    for name, drawn in surfaces.items():
        assert "Ana (2)" in drawn, name
    assert [str(row[1]) for row in sheet.rows] == ["Ana", "Ana (2)"]


def test_who_takes_a_name_that_somebody_has_is_told_apart(room: Answering) -> None:
    ana, ben = room.join("Ana"), room.join("Ben")
    details: dict[str, Any] = {"workshop": room.workshop, "side": "it", "role_title": ""}
    actor = RoomActor.of_participant(ben)
    assert change_details(actor=actor, display_name="ANA", **details).display_name == "ANA (2)"
    assert change_details(actor=actor, display_name="ANA (2)", **details).display_name == "ANA (2)"
    assert (
        add_proxy(actor=SYSTEM, workshop=room.workshop, display_name="Ana", side="it").display_name
        == "Ana (3)"
    )
    ana.refresh_from_db()
    assert ana.display_name == "Ana"


def test_the_same_form_twice_is_the_same_person(room: Answering) -> None:
    joined = [
        join(actor=Actor.nobody(), workshop=room.workshop, display_name="Ana", side="it", join_key="k" * 32)
        for _time in range(2)
    ]
    assert [each.display_name for each in joined] == ["Ana", "Ana"]


def test_who_asks_to_be_forgotten_is_found_with_the_number_too(room: Answering) -> None:
    two_anas(room)
    organization = room.workshop.discovery.domain.organization
    assert [each.name for each in matches_of(organization, "ana")] == ["Ana", "Ana (2)"]
    assert [each.name for each in matches_of(organization, "Ana (2)")] == ["Ana (2)"]
