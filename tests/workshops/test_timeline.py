"""The timeline of a workshop, and its trash."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from core.models import Operation
from core.models.history import ActorKind
from core.services import kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from tests.apps import modules_of
from workshops.actors import RoomActor
from workshops.discovery_history.selectors import in_words
from workshops.models import ParkingLotItem, Risk
from workshops.results.quick_captures import services as captures
from workshops.results.timeline_and_trash.selectors import TimelineFilter, chapters, happened_in, trash_of
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return factories.workshop(state=WorkshopState.LIVE)


@pytest.fixture
def facilitator(workshop):
    return factories.access(workshop.discovery, name="Fay Facilitator")


@pytest.fixture
def guest(workshop):
    return factories.participant(workshop, "Gil Guest")


def parked(workshop, actor, title):
    return captures.add(
        actor=actor, draft=ParkingLotItem(discovery=workshop.discovery, workshop=workshop, title=title)
    )


def url(name, workshop):
    return reverse(f"discovery:{name}", args=[workshop.discovery.slug, workshop.uuid])


def test_what_happened_stands_under_the_activity_that_the_room_was_in(workshop, facilitator):
    actor = Actor.of_account(facilitator)
    now = timezone.now().replace(hour=9)
    factories.activity(workshop, title="Hello", started_at=now + timedelta(minutes=10))
    first = workshop.tracks.get().activities.get()
    type(first).objects.filter(pk=first.pk).update(ended_at=now + timedelta(minutes=20))
    factories.activity(
        workshop,
        title="Talk",
        started_at=now + timedelta(minutes=20),
        ended_at=now + timedelta(minutes=30),
    )
    for minute in (5, 12, 15, 25, 45):
        with time_machine.travel(now + timedelta(minutes=minute), tick=False):
            parked(workshop, actor, f"At {minute}")

    told = [
        (chapter.title, [entry.operation.summary for entry in chapter.entries])
        for chapter in chapters(workshop, happened_in(workshop, TimelineFilter()))
    ]

    assert told == [
        ("Afterwards", ["At 45"]),
        ("Talk", ["At 25"]),
        ("Hello", ["At 15", "At 12"]),
        ("Before the start", ["At 5"]),
    ]


def test_a_chapter_is_of_one_day_and_the_day_is_above_its_times(client_of, workshop, facilitator):
    actor, morning = Actor.of_account(facilitator), timezone.now().replace(hour=9, minute=30)
    for days in (2, 1):
        with time_machine.travel(morning - timedelta(days=days), tick=False):
            parked(workshop, actor, f"{days} ago")
    told = chapters(workshop, happened_in(workshop, TimelineFilter()))
    dates = [timezone.localdate(morning) - timedelta(days=days) for days in (1, 2)]
    assert [chapter.day for chapter in told] == dates
    page = client_of(facilitator).get(url("workshop_timeline", workshop)).content.decode()
    assert page.count('data-local="date"') == 2
    assert page.count('data-local="time"') == 2
    assert 'data-local="datetime"' not in page


def test_the_page_is_filtered_by_person_and_kind_and_takes_back(client_of, workshop, facilitator, guest):
    actor = Actor.of_account(facilitator)
    parked(workshop, RoomActor.of_participant(guest), "From the guest <b>")
    captures.add(actor=actor, draft=Risk(discovery=workshop.discovery, workshop=workshop, title="A risk"))
    captures.add(actor=actor, draft=Risk(discovery=workshop.discovery, title="Outside of the workshop"))
    browser = client_of(facilitator)

    def text(query=""):
        return browser.get(url("workshop_timeline", workshop) + query).content.decode()

    assert "From the guest &lt;b&gt;" in text()
    assert "A risk" in text()
    assert "Outside of the workshop" not in text()
    assert "A risk" not in text("?person=Gil+Guest")
    assert "From the guest" not in text("?kind=risk")
    assert "From the guest" not in text("?kind=<script>&person=%00")
    target = Operation.objects.get(verb="parking_lot_item.added")
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url('workshop_timeline', workshop)}"}
    answer = browser.post(reverse("discovery:operation_undo", args=[target.uuid]), headers=here)
    assert answer["HX-Refresh"] == "true"
    assert not ParkingLotItem.objects.exists()


def test_anonymous_actions_have_no_person(client_of, workshop, facilitator):
    activity = factories.activity(workshop, is_anonymous=True)
    with operation(RoomActor.of_key("a" * 64, activity), "note.added", summary="A note", place=workshop):
        pass
    assert Operation.objects.filter(actor_kind=ActorKind.ANONYMOUS).count() == 1

    text = client_of(facilitator).get(url("workshop_timeline", workshop)).content.decode()

    assert "Anonymous" in text
    assert "<option>Anonymous" not in text


def test_what_was_deleted_in_the_workshop_is_restored_from_the_trash(client_of, workshop, facilitator):
    actor = Actor.of_account(facilitator)
    item = parked(workshop, actor, "Gone and back")
    kept = parked(workshop, actor, "Stays")
    kinds.delete(actor=actor, artifact=item)
    kinds.delete(actor=actor, artifact=kept)
    undo(actor=actor, target=Operation.objects.latest("pk"))
    browser = client_of(facilitator)

    [entry] = trash_of(workshop)
    assert (entry.operation.summary, entry.can_undo) == ("Gone and back", True)
    text = browser.get(url("workshop_trash", workshop)).content.decode()
    assert "Gone and back" in text
    assert "Stays" not in text
    browser.post(reverse("discovery:operation_undo", args=[entry.operation.uuid]))
    assert ParkingLotItem.objects.filter(pk=item.pk).exists()
    assert "The trash is empty" in browser.get(url("workshop_trash", workshop)).content.decode()


def test_timeline_and_trash_need_a_handful_of_queries(
    client_of, workshop, facilitator, django_assert_max_num_queries
):
    actor = Actor.of_account(facilitator)
    for number in range(30):
        kinds.delete(actor=actor, artifact=parked(workshop, actor, f"Item {number}"))
    browser = client_of(facilitator)

    for name in ("workshop_timeline", "workshop_trash"):
        with django_assert_max_num_queries(30):
            assert browser.get(url(name, workshop)).status_code == 200


def test_only_facilitators_read_them(client_of, workshop, guest):
    editor = factories.access(workshop.discovery, DiscoveryRole.EDITOR)
    for name in ("workshop_timeline", "workshop_trash"):
        assert client_of(editor).get(url(name, workshop)).status_code == 403
        assert client_of(guest).get(url(name, workshop)).status_code == 302


def test_every_verb_reads_as_words():
    sources = modules_of("services", apps=("organizations", "discovery", "workshops", "lvt"))
    verbs = {
        verb
        for path in sources
        for verb in re.findall(r'"([a-z_]+\.[a-z_]+)"', path.read_text())
        if not verb.endswith((".html", ".py"))
    }

    assert len(verbs) > 80
    for verb in verbs:
        words = in_words(verb)
        assert re.fullmatch(r"[A-Z][a-z]+(?:[ :,][ a-z]+)*", words), (verb, words)
