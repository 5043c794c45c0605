"""A dress rehearsal: simulated people go through a copy, and nothing of it stays in what is real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.exceptions import Conflict
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.registries import navigation
from exchange.discovery_documents.services import export_document
from exchange.dress_rehearsal import services as rehearsals
from exchange.erasure.selectors import selection_of
from exchange.erasure.services import erase_person
from exchange.format import dump
from exchange.services import retention
from lvt.models import Score, ScoringRound
from organizations.models import Organization, Person, User
from tests import factories
from tests.demo import loaded
from tests.factories import SYSTEM
from tests.rows import counts
from workshops.agenda.time_estimates.rules import COUNT
from workshops.demo import FACILITATOR
from workshops.dress_rehearsal.registries import rehearsal_scripts
from workshops.dress_rehearsal.selectors import standing_of
from workshops.dress_rehearsal.services import advance, copy_of
from workshops.models import Activity, ActivityCompletion, Rehearsal, Track, Workshop
from workshops.registries import activity_kinds
from workshops.rehearsal.models import RehearsalState
from workshops.workshop.models import WorkshopState

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# Activities in which people give nothing: they listen, talk, look, or a facilitator decides.
NOTHING_GIVEN = {"break", "breakout", "decide", "presentation", "ranking", "talk", "welcome"}
# What people do follows from the uuid of a rehearsal: one in eighty sends nearly all to one breakout room.
SEED = UUID("5c0ffee0-0000-4000-8000-000000000001")
# What differs each time that a page is drawn.
_CHANGES = re.compile(
    r"[A-Za-z0-9]{64}|[0-9]{10}\.[0-9]+|(?<=value=\")[0-9a-f-]{36}(?=\")|(?<=data-live-rev=\")[0-9]+"
)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    with loaded(django_db_blocker) as lines:
        yield lines


@pytest.fixture
def workshop(demo) -> Workshop:
    Activity.objects.filter(kind="scoring").update(minutes=8)
    return Workshop.objects.select_related("discovery__domain__organization").get(state=WorkshopState.PLANNED)


def rows() -> dict[str, int]:
    """How many rows each table has; what the worker keeps of its tasks is not counted."""
    return {table: count for table, count in counts().items() if table != DBTaskResult._meta.db_table}


def exported(discovery: Discovery) -> bytes:
    return dump(export_document(actor=SYSTEM, discovery=discovery, versions=True))


def rehearse(
    workshop: Workshop, *, steps: int = 2000, length: float = 20.0, seed: UUID | None = None
) -> Rehearsal:
    """Through the whole of it, or so many steps; with a seed, people do the same each time."""
    held = rehearsals.begin(actor=SYSTEM, workshop=workshop, speed=10)
    if seed is not None:
        held.uuid = seed
        held.save(update_fields=["uuid"])
    rehearsals.make_copy(held)
    for _step in range(steps):
        if not advance(held, length):
            break
    Rehearsal.objects.filter(pk=held.pk).update(clock=held.clock, tracks=held.tracks, seconds=held.seconds)
    return held


def test_every_kind_says_what_people_do_in_a_rehearsal() -> None:
    keys = {kind.key for kind in activity_kinds}
    differing = NOTHING_GIVEN.union(each.key for each in rehearsal_scripts) ^ keys
    assert not differing, f"add a script in its app, or list it in NOTHING_GIVEN: {differing}"
    assert not {each.key for each in rehearsal_scripts} & NOTHING_GIVEN


def test_it_goes_through_the_agenda_in_a_copy_and_says_how_long_each_part_took(workshop: Workshop) -> None:
    before = exported(workshop.discovery)
    held = rehearse(workshop, seed=SEED)
    copied = copy_of(held)
    assert copied is not None
    assert copied.state == WorkshopState.ENDED
    assert copied.participants.filter(removed_at=None).count() == COUNT
    standing = standing_of(workshop)
    assert standing is not None
    took = {row.title: row.took or 0 for row in standing.rows}
    # The vote leaves more cards than eight minutes are enough to score.
    assert took["Score the use cases"] > 8
    assert standing.took == sum(took.values())
    assert standing.over == standing.took - 43
    assert exported(workshop.discovery) == before


def test_what_is_thrown_away_in_the_middle_leaves_nothing(workshop: Workshop) -> None:
    before, said = rows(), exported(workshop.discovery)
    held = rehearse(workshop, steps=25)
    assert sum(rows().values()) > sum(before.values()) + 500
    rehearsals.throw_away(actor=SYSTEM, workshop=workshop)
    assert standing_of(workshop) is None
    rehearsals.clear_away.call(str(held.uuid))
    assert rows() == before
    assert exported(workshop.discovery) == said


def test_the_night_throws_away_what_nobody_did(workshop: Workshop) -> None:
    before = rows()
    held = rehearse(workshop, steps=10)
    Rehearsal.objects.update(state=RehearsalState.RUNNING, beat_at=timezone.now())
    assert retention.purge()["rehearsals"] == 0  # a worker is at it
    Rehearsal.objects.update(state=RehearsalState.DONE)
    assert retention.purge()["rehearsals"] > 100
    assert not Rehearsal.objects.filter(pk=held.pk).exists()
    assert not Organization.everything.filter(is_rehearsal=True).exists()
    kept = {"sessions.Session", "core.TokenBucket"}
    assert {key: count for key, count in rows().items() if key not in kept} == {
        key: count for key, count in before.items() if key not in kept
    }


def test_who_is_erased_is_in_no_copy_either(workshop: Workshop) -> None:
    person = Person.objects.filter(organization=workshop.discovery.domain.organization).first()
    assert person is not None
    rehearse(workshop, steps=2)
    assert Person.objects.filter(organization__is_rehearsal=True, name=person.name).exists()
    organization = workshop.discovery.domain.organization
    chosen = selection_of(organization, [f"person:{person.uuid}"], person.name)
    erase_person(actor=SYSTEM, organization=organization, selection=chosen, texts=True)
    assert not Rehearsal.objects.exists()
    assert not Organization.everything.filter(is_rehearsal=True).exists()


@pytest.mark.sweep(sample="tests/exchange/test_rehearsals.py")
def test_no_page_of_the_discovery_shows_it(workshop: Workshop, client: Client) -> None:
    """Home, organization, and every page of the navigation are the same while a rehearsal is there, and so is
    what the palette finds."""
    discovery = workshop.discovery
    client.force_login(User.objects.get(email=FACILITATOR))
    slug, organization = discovery.slug, discovery.domain.organization.slug
    addresses = [
        reverse("discovery:home"),
        reverse("discovery:organization_overview", args=[organization]),
        reverse("discovery:organization_people", args=[organization]),
        reverse("discovery:workshop", args=[slug, workshop.uuid]),
        f"{reverse('discovery:discovery_search', args=[slug])}?q=rehearsal",
        f"{reverse('discovery:discovery_search', args=[slug])}?q=customer",
        *(reverse(each.url_name, args=[slug]) for each in navigation),
    ]

    def shown() -> dict[str, str]:
        pages = {address: client.get(address) for address in addresses}
        assert {answer.status_code for answer in pages.values()} == {200}
        return {address: _CHANGES.sub("", answer.content.decode()) for address, answer in pages.items()}

    before = shown()
    held = rehearse(workshop, steps=40)
    copied = copy_of(held)
    assert copied is not None
    assert f"{COUNT} here" in client.get(reverse("discovery:console", args=[copied.code])).content.decode()
    after = shown()
    for address, page in before.items():
        assert after[address] == page, address
    assert copied.discovery.slug not in "".join(after.values())
    # Who facilitates the workshop comes into the copy, and finds the way to what is rehearsed there.
    console = client.get(reverse("discovery:console", args=[copied.code]))
    stage = client.get(reverse("discovery:stage", args=[copied.code]))
    overview = client.get(reverse("discovery:discovery_overview", args=[copied.discovery.slug]))
    for answer in (console, stage, overview):
        assert answer.status_code == 200
        assert re.search(r'class="chip warn rehearsal-mark"[^>]*>Rehearsal<', answer.content.decode())
    assert reverse("discovery:rehearsal", args=[slug, workshop.uuid]) in console.content.decode()
    rehearsals.throw_away(actor=SYSTEM, workshop=workshop)
    assert client.get(reverse("discovery:console", args=[copied.code])).status_code == 404


def test_nobody_else_comes_into_the_copy(workshop: Workshop, client: Client) -> None:
    copied = copy_of(rehearse(workshop, steps=2))
    assert copied is not None
    for account in (
        factories.member(workshop.discovery.domain.organization, name="Mia Member"),
        factories.access(factories.discovery(), name="Fio Foreign"),
    ):
        client.force_login(account)
        for address in (
            reverse("discovery:console", args=[copied.code]),
            reverse("discovery:discovery_overview", args=[copied.discovery.slug]),
        ):
            assert client.get(address).status_code == 404
    client.force_login(factories.access(workshop.discovery, DiscoveryRole.VIEWER, name="Vera Viewer"))
    assert client.get(reverse("discovery:console", args=[copied.code])).status_code == 403


def test_people_with_its_code_are_told_that_it_is_a_rehearsal_and_are_out_when_it_is_over(
    workshop: Workshop, client: Client
) -> None:
    rehearse(workshop, steps=2)
    copied = Workshop.objects.exclude(pk=workshop.pk).get(name=workshop.name, state=WorkshopState.PLANNED)
    join, room = (reverse(f"discovery:{name}", args=[copied.code]) for name in ("join", "room"))
    sent = {"display_name": "Gus", "side": "business"}
    assert client.post(join, sent).status_code == 302
    assert "This is a rehearsal" in client.get(room).content.decode()
    join_itself, itself = (reverse(f"discovery:{name}", args=[workshop.code]) for name in ("join", "room"))
    client.post(join_itself, sent)
    assert "rehearsal" not in client.get(itself).content.decode()

    rehearsals.throw_away(actor=SYSTEM, workshop=workshop)

    # The worker, which deletes it, may be at something else.
    assert client.get(room).status_code == 404
    assert Client().get(join).status_code == 404


# --- Every kind -----------------------------------------------------------------------------------

SETTINGS: dict[str, dict[str, object]] = {
    "poll": {"form": "one", "options": ["Yes", "No"]},
    "consent": {"proposal": "We begin in May."},
    "template_together": {"name": "Customer 360"},
}


def given_in(activity: Activity) -> int:
    """How many rows people gave in it, but for "I am done"."""
    count = Score.objects.filter(round__activity=activity).count()
    for relation in Activity._meta.related_objects:
        if relation.related_model not in (ActivityCompletion, ScoringRound, Track):
            count += relation.related_model._base_manager.filter(**{relation.field.name: activity}).count()
    return count


@pytest.mark.sweep(sample="tests/exchange/test_rehearsals.py")
@pytest.mark.parametrize("is_anonymous", [False, True])
def test_people_give_something_in_every_kind(workshop: Workshop, is_anonymous: bool) -> None:
    Activity.objects.filter(track__workshop=workshop).update(deleted_at=timezone.now())
    kinds = [kind for kind in activity_kinds if kind.key in rehearsal_scripts]
    for kind in kinds:
        if kind.may_be_anonymous or not is_anonymous:
            settings = SETTINGS.get(kind.key, {})
            factories.activity(
                workshop, kind.key, kind.key, minutes=10, settings=settings, is_anonymous=is_anonymous
            )
    breakout = factories.activity(workshop, "breakout", "In groups", settings={"assignment": "choose"})
    for name in ("River", "Lake"):
        room = factories.make(Track, workshop=workshop, name=name, breakout=breakout)
        factories.make(Activity, track=room, kind="poll", title=name, minutes=5, settings=SETTINGS["poll"])

    copied = copy_of(rehearse(workshop, seed=SEED))

    assert copied is not None
    assert copied.state == WorkshopState.ENDED
    activities = Activity.objects.filter(track__workshop=copied)
    given = {each.title: given_in(each) for each in activities if each.kind in rehearsal_scripts}
    assert {title for title, count in given.items() if count < 5} == set()
    standing = standing_of(workshop)
    assert standing is not None
    assert all(row.took for row in standing.rows)


# --- The worker -----------------------------------------------------------------------------------


def test_the_worker_goes_on_in_turns_until_it_is_stopped(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsals, "_TURN", 0.0)
    held = rehearsals.begin(actor=SYSTEM, workshop=workshop, speed=10)
    assert rehearsals.begin(actor=SYSTEM, workshop=workshop, speed=1) == held
    rehearsals.rehearse.call(str(held.uuid), 0)
    held.refresh_from_db()
    assert (held.state, held.turn) == (RehearsalState.RUNNING, 1)
    rehearsals.rehearse.call(str(held.uuid), 0)  # a turn that was taken over does nothing
    held.refresh_from_db()
    assert held.turn == 1
    monkeypatch.setattr(rehearsals, "_TURN", 0.4)
    rehearsals.rehearse.call(str(held.uuid), 1)
    held.refresh_from_db()
    assert held.turn == 2
    assert held.clock > 0
    asked = DBTaskResult.objects.filter(task_path=rehearsals.rehearse.module_path)
    assert [each.args_kwargs["args"][1] for each in asked.order_by("enqueued_at")] == [0, 1, 2]

    def stopped(*_given: object) -> bool:
        rehearsals.throw_away(actor=SYSTEM, workshop=workshop)
        return True

    monkeypatch.setattr(rehearsals, "advance", stopped)
    rehearsals.rehearse.call(str(held.uuid), 2)
    held.refresh_from_db()
    assert (held.state, held.turn) == (RehearsalState.GONE, 2)


def test_what_fails_is_said_and_can_be_thrown_away(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_rehearsal: Rehearsal) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(rehearsals, "make_copy", fails)
    held = rehearsals.begin(actor=SYSTEM, workshop=workshop, speed=10)
    rehearsals.rehearse.call(str(held.uuid), 0)
    held.refresh_from_db()
    assert held.state == RehearsalState.FAILED
    assert held.error.endswith(".")
    assert "failed" in caplog.text
    rehearsals.throw_away(actor=SYSTEM, workshop=workshop)
    rehearsals.clear_away.call(str(held.uuid))
    assert not Rehearsal.objects.exists()


def test_a_rehearsal_whose_worker_was_killed_is_taken_up_again(workshop: Workshop) -> None:
    held = rehearse(workshop, steps=2)
    asked = DBTaskResult.objects.filter(task_path=rehearsals.rehearse.module_path)

    def silent() -> None:
        long_ago = timezone.now() - rehearsals.SILENT_FOR * 2
        Rehearsal.objects.filter(pk=held.pk).update(state=RehearsalState.RUNNING, beat_at=long_ago)

    silent()
    rehearsals.reap(workshop)  # its next turn waits: the worker is at something else
    held.refresh_from_db()
    assert (held.turn, held.attempts) == (0, 0)
    for attempt in range(1, rehearsals.MOST_ATTEMPTS + 1):
        asked.delete()
        silent()
        rehearsals.reap(workshop)
        held.refresh_from_db()
        assert (held.turn, held.attempts, held.state) == (attempt, attempt, RehearsalState.RUNNING)
        assert asked.count() == 1
    asked.delete()
    silent()
    rehearsals.reap(workshop)
    held.refresh_from_db()
    assert held.state == RehearsalState.FAILED
    assert held.error


# --- What is refused ------------------------------------------------------------------------------


def test_only_a_planned_workshop_with_an_agenda_is_rehearsed(workshop: Workshop) -> None:
    ended = Workshop.objects.filter(discovery=workshop.discovery, state=WorkshopState.ENDED).first()
    copied = copy_of(rehearse(workshop, steps=1))
    empty = factories.workshop(workshop.discovery)
    refusals = ((ended, "before it begins"), (copied, "already a rehearsal"), (empty, "agenda is empty"))
    for each, said in refusals:
        assert each is not None
        with pytest.raises(Conflict, match=said):
            rehearsals.begin(actor=SYSTEM, workshop=each, speed=10)


def test_one_workshop_of_a_discovery_is_rehearsed_at_a_time_and_the_night_leaves_it(
    workshop: Workshop,
) -> None:
    rehearsals.begin(actor=SYSTEM, workshop=workshop, speed=10)
    other = factories.workshop(workshop.discovery)
    factories.activity(other, kind="talk")
    with pytest.raises(Conflict, match="Another workshop"):
        rehearsals.begin(actor=SYSTEM, workshop=other, speed=10)
    assert retention.purge()["rehearsals"] == 0
    Rehearsal.objects.update(state=RehearsalState.DONE)
    rehearsals.begin(actor=SYSTEM, workshop=other, speed=10)


def test_the_page_begins_shows_and_throws_away(workshop: Workshop, client: Client) -> None:
    client.force_login(User.objects.get(email=FACILITATOR))
    address = reverse("discovery:rehearsal", args=[workshop.discovery.slug, workshop.uuid])
    assert "Start the rehearsal" in client.get(address).content.decode()
    assert client.post(f"{address}begin/", {"speed": "99"}).status_code == 422
    assert client.post(f"{address}begin/", {"speed": "5"}).status_code == 303
    page = client.get(address).content.decode()
    assert "The copy is being created" in page
    assert 'hx-trigger="every 2s"' in page
    rehearse(workshop)
    # How long people take follows from random ids; one minute is less than any of them needs.
    Activity.objects.filter(track__workshop=workshop, kind="scoring").update(minutes=1)
    Rehearsal.objects.update(state=RehearsalState.DONE)
    page = client.get(address).content.decode()
    assert "The agenda overruns by" in page
    assert "every 2s" not in page
    assert client.post(f"{address}away/").status_code == 303
    assert "Start the rehearsal" in client.get(address).content.decode()
