"""The history of a discovery, and undoing from it."""

from __future__ import annotations

import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from workshops.actors import RoomActor
from workshops.discovery_history import views as operations
from workshops.discovery_history.selectors import in_words, operations_of, timeline
from workshops.models import Decision
from workshops.results.decisions import services as decisions
from workshops.services.undo import can_undo, undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(discovery, account):
    return decisions.add_decision(
        actor=Actor.of_account(account), discovery=discovery, title="Start with HCP 360", reason="R"
    )


def history_of(client, discovery):
    return client.get(reverse("discovery:discovery_history", args=[discovery.slug])).content.decode()


def test_the_history_says_who_did_what_and_when(client_of, discovery, account, decision):
    text = history_of(client_of(account), discovery)

    for expected in ("Decision added", "Start with HCP 360", "Eda Editor", "data-local"):
        assert expected in text


def test_what_can_be_undone_is_what_undo_would_do(discovery, account, decision):
    actor = Actor.of_account(account)
    decisions.change_decision(actor=actor, decision=decision, title="B")
    decisions.change_decision(actor=actor, decision=decision, title="B")  # changes nothing
    other = decisions.add_decision(actor=actor, discovery=discovery, title="Other", reason="R")
    undo(actor=actor, target=decisions.delete_decision(actor=actor, decision=other))
    entries = timeline(operations_of(discovery))

    assert len(entries) == 6
    assert [entry.can_undo for entry in entries] == [can_undo(entry.operation) for entry in entries]
    assert {entry.words for entry in entries if entry.is_undone} == {"Decision deleted"}


def test_buttons_are_for_those_who_may(client_of, discovery, account, decision):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    facilitator = factories.access(discovery, DiscoveryRole.FACILITATOR)
    with operation(factories.SYSTEM, "discovery.changed", place=discovery):
        artifacts.change(discovery, name="Renamed")

    def buttons(person):
        return history_of(client_of(person), discovery).count('hx-post="/operations/')

    assert (buttons(viewer), buttons(account), buttons(facilitator)) == (0, 1, 2)


def test_what_one_person_does_again_and_again_is_one_row(client_of, discovery, account, decision):
    for title in ("Ask <the> plants", "Write the contract"):
        decisions.add_decision(actor=Actor.of_account(account), discovery=discovery, title=title, reason="R")
    Operation.objects.update(at=timezone.now())
    other = factories.access(discovery, name="Otto Other")
    decisions.add_decision(actor=Actor.of_account(other), discovery=discovery, title="Not so", reason="R")

    text = history_of(client_of(account), discovery)

    assert text.count("Decision added</b>") == 2
    assert re.search(r"Decision added</b> <span[^>]*>3 times", text)
    assert "Ask &lt;the&gt; plants" in text
    assert text.count('hx-post="/operations/') == 4


def test_undoing_brings_back_and_tells(client_of, discovery, account, decision):
    deleted = decisions.delete_decision(actor=Actor.of_account(account), decision=decision)
    browser = client_of(account)

    answer = browser.post(f"/operations/{deleted.uuid}/undo/")

    assert answer["Location"] == reverse("discovery:discovery_history", args=[discovery.slug])
    assert Decision.objects.exists()
    assert "Undone: Start with HCP 360" in history_of(browser, discovery)


def test_htmx_comes_back_to_the_page_it_is_on_and_a_live_page_only_gets_a_toast(
    client_of, discovery, account, decision
):
    browser = client_of(account)

    def undone(page):
        deleted = decisions.delete_decision(actor=factories.SYSTEM, decision=decision)
        return browser.post(
            f"/operations/{deleted.uuid}/undo/", headers={"HX-Request": "true", "HX-Current-URL": page}
        )

    assert undone(f"http://testserver/d/{discovery.slug}/decisions/")["HX-Refresh"] == "true"
    live = undone("http://testserver/w/ABCDEF/console/")
    assert "HX-Redirect" not in live
    assert json.loads(live["HX-Trigger"])["toast"]["message"] == "Undone: Start with HCP 360"
    assert not undone("http://testserver//evil.example/")["HX-Redirect"].startswith("//")


def test_a_refused_undo_says_why(client_of, discovery, account, decision):
    added = Operation.objects.get(verb="decision.added")
    decisions.change_decision(actor=factories.SYSTEM, decision=decision, title="Built on it")

    answer = client_of(account).post(f"/operations/{added.uuid}/undo/")

    assert answer.status_code == 409
    assert "changed “Built on it” afterwards" in answer.content.decode()


def test_strangers_and_guests_find_nothing_and_viewers_may_not(client_of, discovery, decision):
    added = Operation.objects.get(verb="decision.added")
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    guest = factories.participant(factories.workshop(discovery))

    for person, status in ((factories.user(), 404), (None, 404), (guest, 404), (viewer, 403)):
        assert client_of(person).post(f"/operations/{added.uuid}/undo/").status_code == status
    assert client_of(viewer).post(f"/operations/{uuid.uuid4()}/undo/").status_code == 404
    opened = client_of(viewer).get(f"/operations/{added.uuid}/undo/")
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "You can’t open this page by its address" in opened.content.decode()
    assert Decision.objects.exists()


def test_guests_undo_what_they_did_themselves_and_nothing_else(client_of, discovery):
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    guest, other = factories.participant(workshop), factories.participant(workshop)
    with operation(RoomActor.of_participant(guest), "decision.added", place=workshop) as added:
        artifacts.add(Decision, discovery=discovery, title="T", reason="R")

    assert client_of(other).post(f"/operations/{added.uuid}/undo/").status_code == 404
    assert Decision.objects.exists()
    client_of(guest).post(f"/operations/{added.uuid}/undo/")
    assert not Decision.objects.exists()


def test_hostile_summaries_are_inert(client_of, discovery, account):
    decisions.add_decision(
        actor=Actor.of_account(account), discovery=discovery, title="<script>alert(1)</script>", reason="R"
    )

    text = history_of(client_of(account), discovery)

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("goal.added", "Goal added"),
        ("use_case.moved", "Use case moved"),
        ("operation.undone", "Undone"),
        ("slo.added", "Promise (SLO) added"),
        ("round.revealed", "Scoring round revealed"),
        ("body.standard_added", "Standard governance bodies added"),
        ("delta.begun", "Data Mesh delta started"),
        ("delta.scored", "Data Mesh delta scored"),
        ("check_in_link.made", "Link to a follow-up created"),
        ("workshop.moved", "Next activity"),
        ("api_key.added", "API key added"),
    ],
)
def test_verbs_in_words(verb, words):
    assert in_words(verb) == words


def test_the_number_of_queries_does_not_grow_with_the_history(client_of, discovery, account, decision):
    actor, browser = Actor.of_account(account), client_of(account)

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            history_of(browser, discovery)
        return len(asked)

    few = queries()
    for number in range(12):
        decisions.change_decision(actor=actor, decision=decision, title=f"T{number}")

    assert queries() == few < 20


def test_long_histories_have_pages(client_of, discovery, account, decision, monkeypatch):
    monkeypatch.setattr(operations, "PER_PAGE", 12)
    for number in range(15):
        decisions.change_decision(actor=factories.SYSTEM, decision=decision, title=f"Title {number}")
    browser = client_of(account)

    first = history_of(browser, discovery)
    last = browser.get(f"/d/{discovery.slug}/history/?page=999").content.decode()

    assert "Title 14" in first
    assert "Start with HCP 360" not in first
    assert "Start with HCP 360" in last


def test_the_manager_of_a_history_is_of_one_class_each_time(decision):
    """Building the class costs more than most queries, and each row that is saved asks for it."""
    assert type(Decision.history) is type(Decision.history) is type(decision.history)
    assert decision.history.count() == 1
