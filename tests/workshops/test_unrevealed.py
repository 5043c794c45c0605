"""A workshop that ends with hidden content says how much of it is not in the report: before and after, to
facilitators and in the report; phones are promised nothing."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from discovery.registries import report_sections
from tests.factories import SYSTEM
from tests.workshops.answering import Answering
from tests.workshops.test_reveals import REVEALING, give, reveal_of, room_in
from workshops.agenda.services import add_activity
from workshops.models import Workshop
from workshops.registries import activity_kinds
from workshops.room.running.services import end_workshop, move_on
from workshops.room.steering.services import pause_workshop
from workshops.selectors.unrevealed import _WORDS, unrevealed_of

pytestmark = pytest.mark.django_db

# What three people give in the first phase of each kind.
GIVEN = {"brainstorm": "3 notes", "product_ranking": "3 dots", "card_dots": "3 dots"}


def given_in(key: str) -> Answering:
    room = room_in(key)
    for name in ("Ana", "Ben", "Cleo"):
        give(room, room.actor(name))
    return room


def ended(room: Answering) -> Workshop:
    end_workshop(actor=SYSTEM, workshop=room.workshop)
    return Workshop.objects.get(pk=room.workshop.pk)


def asked_before(room: Answering, surface: str) -> str:
    page = room.console().get(reverse(f"discovery:{surface}", args=[room.workshop.code])).content.decode()
    step = reverse("discovery:workshop_end", args=[room.workshop.code])
    return "".join(each.partition(">")[0] for each in page.split(f'hx-post="{step}"')[1:])


def surfaces_after(room: Answering) -> dict[str, str]:
    workshop = ended(room)
    console = room.console()
    pages = {name: reverse(f"discovery:{name}", args=[workshop.code]) for name in ("console", "remote")}
    pages["results"] = reverse("discovery:workshop_results", args=[workshop.discovery.slug, workshop.uuid])
    drawn = {name: console.get(url).content.decode() for name, url in pages.items()}
    section = report_sections.get("workshops")
    drawn["report"] = render_to_string(section.template, section.context(workshop.discovery) or {})
    return {name: " ".join(page.split()) for name, page in drawn.items()}


@pytest.mark.parametrize("key", REVEALING)
def test_what_was_never_revealed_is_counted_before_and_after(key: str) -> None:
    room = given_in(key)
    words = GIVEN.get(key, "3 answers")
    for surface in ("console", "remote"):
        asked = asked_before(room, surface)
        assert f"Not revealed, so not in the report: {words} in “" in asked, surface
        assert "Everything is kept" not in asked, surface
    for surface, drawn in surfaces_after(room).items():
        assert words in drawn, surface
        assert re.search("not in the report", drawn), surface
        assert "Everything is kept" not in drawn, surface


@pytest.mark.parametrize("key", REVEALING)
def test_nothing_is_said_of_what_everybody_has_seen(key: str) -> None:
    room = given_in(key)
    room.go(reveal_of(room))
    if key != "brainstorm":  # its dots may still come
        assert "Everything is kept." in asked_before(room, "console")
    for surface, drawn in surfaces_after(room).items():
        assert "not in the report" not in drawn, surface


def test_what_was_left_behind_earlier_counts_too() -> None:
    room = given_in("roti")
    add_activity(actor=SYSTEM, workshop=room.workshop, kind="talk", title="Afterwards")
    move_on(actor=SYSTEM, track=room.workshop.tracks.get(), from_activity=room.activity)
    assert "3 answers in “How sure are you?”." in asked_before(room, "console")
    assert [each.words for each in unrevealed_of(room.workshop)] == ["3 answers"]


def test_the_menu_asks_with_what_the_page_says_by_now() -> None:
    """The buttons of steering are not drawn again after each answer; the main part is."""
    room = given_in("roti")
    add_activity(actor=SYSTEM, workshop=room.workshop, kind="talk", title="Afterwards")
    asked = asked_before(room, "console")
    assert 'data-confirm-also="[data-not-in-report]"' in asked
    assert "Everything is kept" not in asked
    noted = room.screens()["console"].partition("data-not-in-report>")[2].partition("</p>")[0]
    assert noted.strip().endswith("3 answers in “How sure are you?”.")


def test_the_menu_asks_in_a_pause_too() -> None:
    room = given_in("roti")
    pause_workshop(actor=SYSTEM, workshop=room.workshop)
    assert 'data-confirm-also="[data-not-in-report]"' in asked_before(room, "console")
    noted = room.screens()["console"].partition("data-not-in-report>")[2].partition("</p>")[0]
    assert noted.strip().endswith("3 answers in “How sure are you?”.")


def test_phones_are_promised_nothing_that_may_not_hold() -> None:
    room = given_in("brainstorm")
    ana = room.join("Ana")
    ended(room)
    phone = room._seen_by(ana, "")
    assert "everything that you wrote" not in phone
    assert "Answers that weren’t revealed aren’t in it." in phone


def test_what_is_hidden_has_a_word_for_its_amount() -> None:
    tables = {
        rows.model.__name__
        for key in REVEALING
        for rows in activity_kinds.get(key).hidden(room_in(key).activity)
    }
    assert tables <= set(_WORDS)
    assert "Score" in _WORDS


def test_a_shared_link_says_it_without_asking_the_reader_to_do_anything() -> None:
    room = given_in("poll")
    workshop = ended(room)
    Workshop.objects.filter(pk=workshop.pk).update(result_key="k" * 32, result_parts=["activities"])
    page = Client().get(reverse("discovery:shared_results", args=["k" * 32])).content.decode()
    assert "not in the report: 3 answers" in page
    assert "Go back to the activity" not in page
