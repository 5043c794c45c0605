"""All that readers see of a room in the pseudo-language: every kind in each phase with what people gave, on
phones, stage and observers' pages; its results; the room before, between and after; mails; and refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from handover.owner_follow_ups import reports as check_ins
from organizations.mail_texts import Letter
from organizations.web.middleware import answer
from tests import factories
from tests.architecture.pseudo_pages import typed
from tests.architecture.world import World
from tests.browser.overlays import AROUND, states_below
from tests.browser.states import State
from tests.demo import loaded
from tests.factories import SYSTEM
from tests.pseudo import LANGUAGE, OPENS, Pseudo, unbracketed
from workshops.joining.observers.services import make_observer_link
from workshops.models import ActionItem, Decision, SummaryMail, Workshop
from workshops.registries import activity_kinds
from workshops.reports import result_mail
from workshops.results.selectors import PARTS
from workshops.results.services import share_results
from workshops.room.running.services import end_workshop
from workshops.web.cookies import remember_observer
from workshops.workshop.models import WorkshopState

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
KINDS = [*sorted(kind.key for kind in activity_kinds), AROUND]
# Typed texts in it are in lines.
_DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
_ADDRESS = re.compile(r"\S+://\S+|\S+@\S+")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with loaded(django_db_blocker):
        yield


def reader(state: State, workshop: Workshop) -> Client:
    """A browser of one who takes part and has the link for observers, too."""
    client = Client()
    client.cookies["language"] = LANGUAGE
    client.cookies[state["cookie"]] = state["value"]
    client.cookies.update(remember_observer(HttpResponse(), workshop).cookies)
    return client


def page(client: Client, name: str, *args: object) -> str:
    html: str = client.get(reverse(f"discovery:{name}", args=args)).content.decode()
    assert OPENS in html, name
    return html


@pytest.mark.sweep(sample=4)
@pytest.mark.parametrize("key", KINDS)
def test_each_text_of_a_room_where_people_answered_is_marked_and_known(
    demo: None, language: Pseudo, listed: set[tuple[str, str]], key: str
) -> None:
    seen: dict[str, str] = {}
    for name, state in states_below(key).items():
        workshop = Workshop.objects.get(code=state["code"])
        make_observer_link(actor=SYSTEM, workshop=workshop)
        Workshop.objects.filter(pk=workshop.pk).update(language=LANGUAGE)
        workshop.refresh_from_db()
        client = reader(state, workshop)
        for surface in ("room", "stage", "observe"):
            seen[f"{name}, {surface}"] = page(client, surface, workshop.code)
        if workshop.state != WorkshopState.PLANNED:
            shared = share_results(actor=SYSTEM, workshop=workshop, parts=PARTS)
            seen[f"{name}, results"] = page(client, "shared_results", shared.result_key)
        if workshop.state == WorkshopState.LIVE:
            end_workshop(actor=SYSTEM, workshop=workshop)
            for surface in ("room", "stage", "observe"):
                seen[f"{name}, {surface} at the end"] = page(client, surface, workshop.code)
    words = typed()
    drawn = {place: _DRAWING.sub("", html) for place, html in seen.items()}
    left = {place: unmarked for place, html in drawn.items() if (unmarked := unbracketed(html, words))}
    assert left == {}
    # A label of a row is looked up again where it is capitalized (discovery/kinds/artifact_content.py).
    unknown = sorted(each for each in language.asked - listed if OPENS not in each)
    assert not unknown, f"config/room_texts.py doesn't reach these: {unknown}"


def test_each_text_of_a_mail_is_marked_and_known(
    world: World, language: Pseudo, listed: set[tuple[str, str]]
) -> None:
    own = world.own
    Workshop.objects.filter(discovery=own.discovery).update(language=LANGUAGE)
    about = {"discovery": own.discovery, "workshop": own.workshop}
    factories.make(Decision, **about, title="Own decision", reason="Own reason")
    for name in (own.participant.display_name, "Someone else"):
        factories.make(
            ActionItem, **about, title=f"Next step of {name}", owner_name=name, due=date(2026, 12, 1)
        )
    mail = SummaryMail.objects.create(
        workshop=own.workshop, participant=own.participant, address="own@example.org", language=LANGUAGE
    )
    letters = [result_mail.letter_to(mail), check_ins.letter_to(own.check_in_link)]
    words = typed()
    assert {each.subject[0] for each in letters} == {OPENS}
    assert [left for each in letters for left in unbracketed(lines_of(each), words)] == []
    assert sorted(language.asked - listed) == []


def lines_of(letter: Letter) -> str:
    """Subject and text, without addresses."""
    lines = [letter.subject, *letter.text.splitlines()]
    return "".join(f"<p>{_ADDRESS.sub('', line)}</p>" for line in lines)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_each_text_of_a_refusal_is_marked_and_known(
    language: Pseudo, listed: set[tuple[str, str]], rf: RequestFactory, status: int
) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with translation.override(LANGUAGE):
        html = answer(request, status, f"{OPENS}No⟧", retry_after=2).content.decode()
    assert unbracketed(html, typed()) == []
    assert sorted(language.asked - listed) == []
