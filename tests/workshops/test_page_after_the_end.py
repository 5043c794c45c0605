"""The page of a workshop that has ended: its results first, no planning and no invitation."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from lxml import html

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.boards import board
from tests.workshops.rooms import workshop_with_talks
from workshops.models import ActionItem, Decision, Question, Risk
from workshops.workshop.models import WorkshopState
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db
PLANNING = ('id="palette"', "data-sortable", 'id="place"', "data-edge", "Add an activity", "Invite people")


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


def page_of(client, workshop):
    url = reverse("discovery:workshop", args=[workshop.discovery.slug, workshop.uuid])
    return client.get(url).content.decode()


def end(workshop):
    with operation(SYSTEM, "test.ended"):
        artifacts.change(workshop, state=WorkshopState.ENDED)


def test_an_ended_workshop_offers_no_planning_and_no_invitation(client_of, facilitator, workshop):
    client = client_of(facilitator)
    before = page_of(client, workshop)
    assert [each for each in PLANNING if each not in before] == []
    factories.participant(workshop, "Ann")
    with operation(SYSTEM, "test.planned"):
        artifacts.change(workshop, starts_at=datetime(2026, 7, 1, 7, 30, tzinfo=UTC))
    end(workshop)
    page = page_of(client, workshop)
    assert [each for each in PLANNING if each in page] == []
    assert '<dt>People</dt><dd class="num">1</dd>' in page
    assert "This workshop has no results" in page
    assert '<details class="past-agenda" open>' in page
    assert "Was planned for" in page
    assert reverse("discovery:run_sheet", args=[workshop.discovery.slug, workshop.uuid]) in page
    console = client.get(reverse("discovery:console", args=[workshop.code])).content.decode()
    assert "Add an activity" not in console
    assert reverse("discovery:console_invite", args=[workshop.code]) not in console


def test_its_agenda_is_the_choice_of_the_form_for_the_next_one(client_of, facilitator, workshop):
    client = client_of(facilitator)
    end(workshop)
    [link] = re.findall(r'href="([^"]*[?]agenda=[^"]*)"', page_of(client, workshop))
    form = client.get(link).content.decode()
    assert re.findall(r'value="([^"]*)" required checked', form) == [f"workshop:{workshop.uuid}"]
    assert form.index("required checked") < form.index("agenda-gallery")
    # An agenda that isn't there is none.
    assert "required checked" in client.get(link.replace(str(workshop.uuid), "x")).content.decode()


def test_people_who_only_read_are_offered_nothing_to_add(client_of, workshop):
    end(workshop)
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER)
    page = page_of(client_of(viewer), workshop)
    assert "After the workshop" in page
    assert "Plan this workshop again" not in page


def test_its_results_come_first_and_its_agenda_is_folded(client_of):
    held = board("Too many spreadsheets", "No one owns the master data")
    facilitator = factories.access(held.workshop.discovery, DiscoveryRole.FACILITATOR)
    factories.make(
        Decision,
        discovery=held.workshop.discovery,
        workshop=held.workshop,
        title="We begin",
        reason="It pays",
    )
    end(held.workshop)
    page = page_of(client_of(facilitator), held.workshop)
    results = reverse("discovery:workshop_results", args=[held.workshop.discovery.slug, held.workshop.uuid])
    assert f'<dt>Decisions</dt><dd class="num"><a href="{results}#decisions">1</a></dd>' in page
    assert f'<dt>Notes</dt><dd class="num"><a href="{results}#results">2</a></dd>' in page
    assert page.index("We begin") < page.index('<details class="past-agenda">') < page.index('id="agenda"')


def test_notes_count_from_their_reveal_on(client_of):
    held = board()
    facilitator = factories.access(held.workshop.discovery, DiscoveryRole.FACILITATOR)
    held.write(held.actor("Ann"), "Too many spreadsheets")
    end(held.workshop)
    assert "<dt>Notes</dt>" not in page_of(client_of(facilitator), held.workshop)


def test_open_actions_are_beside_the_decision_and_done_ones_are_not(client_of, workshop):
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER)
    for title, state in (("Ask legal", "open"), ("Send the ranking", "done")):
        factories.make(ActionItem, discovery=workshop.discovery, workshop=workshop, title=title, state=state)
    end(workshop)
    page = page_of(client_of(viewer), workshop)
    assert "Ask legal" in page
    assert "Send the ranking" not in page
    heading = html.fromstring(page).xpath("//h3[starts-with(., 'Open actions')]")[0]
    assert heading.text_content() == "Open actions 1 of 2", "of all that are counted above"


def test_questions_and_risks_follow_the_decisions(client_of, workshop):
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER)
    factories.make(Decision, discovery=workshop.discovery, workshop=workshop, title="Start small", reason="x")
    factories.make(Question, discovery=workshop.discovery, workshop=workshop, title="Who owns consent?")
    factories.make(Risk, discovery=workshop.discovery, workshop=workshop, title="The sources change")
    end(workshop)
    page = page_of(client_of(viewer), workshop)
    order = ("Start small", "After the workshop", "Who owns consent?", "The sources change", "agenda-title")
    assert sorted(order, key=page.index) == list(order)


def test_a_question_has_another_type_than_its_answer_and_open_ones_come_first(client_of, workshop):
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER)
    for title, answer in (("Who owns consent?", "Legal does"), ("How long do we keep it?", "")):
        factories.make(Question, discovery=workshop.discovery, workshop=workshop, title=title, answer=answer)
    end(workshop)
    part = html.fromstring(page_of(client_of(viewer), workshop)).xpath("//section[h2[@id='questions']]")[0]
    assert [each.text_content() for each in part.cssselect("h3")] == [
        "How long do we keep it?",
        "Who owns consent?",
    ]
    assert [each.text_content() for each in part.cssselect(".answer.said")] == ["Legal does"]


def test_minutes_are_those_that_it_took_beside_those_that_were_planned(client_of, facilitator, workshop):
    one = track_of(workshop).activities.get(title="One")
    began = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    with operation(SYSTEM, "test.took_place"):
        artifacts.change(one, started_at=began, ended_at=began + timedelta(minutes=14))
    end(workshop)
    page = html.fromstring(page_of(client_of(facilitator), workshop))
    head = " ".join(page.cssselect("#workshop-when")[0].text_content().split())
    assert head.endswith("14 min, 20 planned")
    minutes = [" ".join(each.text_content().split()) for each in page.cssselect("#agenda li .plan-minutes")]
    assert minutes == ["Actual minutes: 14 min 10 planned", "10 min"], "one was skipped"
    assert "Skipped" in page.cssselect("#agenda li")[-1].text_content()
    assert "of 20 min planned" not in page.text_content()


def test_an_activity_that_was_done_ahead_is_not_skipped(client_of, facilitator, workshop):
    ahead = track_of(workshop).activities.get(title="One")
    opened = datetime(2026, 6, 30, 8, tzinfo=UTC)
    with operation(SYSTEM, "test.took_place"):
        artifacts.change(ahead, opens_at=opened, closes_at=opened + timedelta(hours=8))
    end(workshop)
    first = html.fromstring(page_of(client_of(facilitator), workshop)).cssselect("#agenda li")[0]
    assert "Skipped" not in first.text_content()
    assert "Open before the workshop" not in first.text_content()


def test_minutes_as_planned_are_listed_once(client_of, facilitator, workshop):
    began = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    with operation(SYSTEM, "test.took_place"):
        for number, each in enumerate(track_of(workshop).activities.all()):
            start = began + timedelta(minutes=10 * number)
            artifacts.change(each, started_at=start, ended_at=start + timedelta(minutes=10))
    end(workshop)
    page = page_of(client_of(facilitator), workshop)
    assert "20 min" in page
    assert "planned" not in html.fromstring(page).cssselect("main")[0].text_content()


def test_the_list_tells_the_results_of_an_ended_workshop(client_of, workshop):
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER)
    factories.participant(workshop, "Ann")
    for day in (date(2020, 1, 1), None):
        factories.make(
            ActionItem, discovery=workshop.discovery, workshop=workshop, title=f"By {day}", due=day
        )
    end(workshop)
    url = reverse("discovery:workshop_list", args=[workshop.discovery.slug])
    page = client_of(viewer).get(url).content.decode()
    assert "1 person joined · 2 actions (1 overdue)" in page
