"""What is over is deleted: the trash, guests' names, reports, sessions, links; and undo says so."""

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries import services as discoveries
from discovery.models import Discovery
from exchange.models import Erasure
from exchange.selectors.retention_rules import workshops_over
from exchange.services import retention
from handover.models import ReportExport
from handover.report_jobs.selectors import place_of
from lvt.models import Goal, Hypothesis
from organizations.models import Person, SignInLink
from organizations.services.one_time_links import issue_sign_in_link
from tests import factories
from tests.factories import SYSTEM, make
from workshops.actors import RoomActor
from workshops.discovery_history.selectors import timeline
from workshops.models import ActionItem, Participant, Workshop
from workshops.results.quick_captures import services as captures
from workshops.services import undo
from workshops.services.undo import can_undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(days=1000)


def age(*models):
    """As if what lies in the trash lay there for years."""
    for model in models:
        model.everything.filter(deleted_at__isnull=False).update(deleted_at=LONG_AGO)


def test_old_trash_goes_with_its_history_and_undo_says_why(discovery):
    goal = make(Goal, discovery=discovery, title="Old")
    bet = make(Hypothesis, goal=goal, statement="Bet")
    with operation(SYSTEM, "goal.changed", place=discovery) as changed:
        artifacts.change(goal, title="Older")
    deleted = kinds.delete(actor=SYSTEM, artifact=goal)
    assert retention.purge()["trash"] == 0
    age(Goal, Hypothesis)

    assert retention.purge()["trash"] >= 2

    for model, key in ((Goal, goal.pk), (Hypothesis, bet.pk)):
        assert not model.everything.filter(pk=key).exists()
        assert not model.history.filter(id=key).exists()
    for each in (deleted, changed):
        now = Operation.objects.get(pk=each.pk)
        with pytest.raises(Conflict, match="permanently deleted"):
            undo.undo(actor=SYSTEM, target=now)
        assert not can_undo(now)
        (entry,) = timeline([now])
        assert not entry.can_undo


def test_what_something_living_names_stays(discovery):
    owner = make(Person, organization=discovery.domain.organization, name="Olga")
    goal = make(Goal, discovery=discovery, title="Living", owner=owner)
    with operation(SYSTEM, "person.deleted", place=discovery.domain.organization):
        artifacts.trash(owner)
    age(Person)

    retention.purge()
    assert Person.everything.filter(pk=owner.pk).exists()

    with operation(SYSTEM, "goal.deleted", place=discovery):
        artifacts.trash(goal)
    age(Goal)
    retention.purge()
    retention.purge()
    assert not Person.everything.filter(pk=owner.pk).exists()


def test_a_discovery_goes_whole(discovery, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    room = factories.workshop(discovery)
    guest = factories.participant(room, "Jane Doe")
    make(Goal, discovery=discovery, title="Goal")
    with operation(RoomActor.of_participant(guest), "goal.added", place=room):
        artifacts.add(Goal, discovery=discovery, title="Other")
    export = ReportExport.objects.create(discovery=discovery, requested_by_label="Jane Doe", state="done")
    place_of(export).parent.mkdir(parents=True)
    place_of(export).write_text("Jane Doe")
    other = factories.workshop()
    deleted = discoveries.delete_discovery(actor=SYSTEM, discovery=discovery)
    done = undo.undo(actor=SYSTEM, target=deleted)
    discoveries.delete_discovery(actor=SYSTEM, discovery=Discovery.objects.get(pk=discovery.pk))
    age(Discovery)

    with django_capture_on_commit_callbacks(execute=True):
        retention.purge()

    assert not Discovery.everything.filter(pk=discovery.pk).exists()
    assert list(Workshop.everything.all()) == [other]
    assert not Goal.everything.exists()
    assert not Participant.objects.exists()
    assert not Operation.objects.filter(verb__in=("goal.added", "workshop.added")).exists()
    assert not Operation.objects.filter(scope_uuid=discovery.uuid).exists()
    assert not Operation.objects.filter(pk=done.pk).exists()
    assert not place_of(export).exists()


def test_a_workshop_goes_and_what_came_of_it_stays(discovery):
    room = factories.workshop(discovery, state=WorkshopState.LIVE)
    guest = factories.participant(room, "Jane")
    item = captures.add(
        actor=RoomActor.of_participant(guest),
        draft=ActionItem(discovery=discovery, workshop=room, title="Do it"),
    )
    with operation(SYSTEM, "workshop.deleted", place=discovery):
        artifacts.trash(room)
    age(Workshop)

    retention.purge()

    assert not Workshop.everything.filter(pk=room.pk).exists()
    left = ActionItem.objects.get(pk=item.pk)
    assert left.workshop_id is None
    assert ActionItem.history.filter(id=left.pk).exists()


def test_guests_of_old_workshops_become_pseudonyms(discovery, settings):
    settings.KEEP_GUESTS_DAYS = 30
    old, new = factories.workshop(discovery), factories.workshop(discovery)
    account = factories.user("Anna Account")
    for room in (old, new):
        guest = factories.participant(room, f"Guest of {room.pk}", side="it", role_title="Nurse")
        with operation(RoomActor.of_participant(guest), "goal.added", place=room):
            artifacts.add(Goal, discovery=discovery, title=f"As Guest of {room.pk} said")
    factories.participant(old, "Anna Account", account=account)
    Participant.objects.filter(workshop=old).update(joined_at=LONG_AGO)
    Operation.objects.filter(room_uuid=old.uuid).update(at=LONG_AGO)

    assert retention.purge()["guests"] == 1

    names = set(Participant.objects.values_list("display_name", "side"))
    assert names == {
        ("Former participant 1", "it"),
        (f"Guest of {new.pk}", "it"),
        ("Anna Account", "business"),
    }
    labels = Operation.objects.filter(verb="goal.added").order_by("pk")
    assert [each.actor_label for each in labels] == ["Former participant 1", f"Guest of {new.pk}, Nurse"]
    assert not Erasure.objects.get().is_asked_for
    assert retention.purge()["guests"] == 0


@pytest.mark.parametrize(
    ("state", "ended", "done", "starts", "is_over"),
    [
        (WorkshopState.ENDED, 40, 1, None, True),  # what happens later does not make it younger
        (WorkshopState.ENDED, 20, 40, None, False),
        (WorkshopState.ENDED, None, 40, None, True),  # as a file has it that keeps no operations
        (WorkshopState.ENDED, None, 1, None, False),
        (WorkshopState.LIVE, 40, 1, None, False),  # reopened
        (WorkshopState.PAUSED, None, 40, None, True),
        (WorkshopState.PLANNED, None, 40, -5, False),  # it is still to come
        (WorkshopState.PLANNED, None, 40, 40, True),
    ],
)
def test_since_when_a_workshop_is_over(discovery, state, ended, done, starts, is_over):
    now = timezone.now()
    ago = {days: now - timedelta(days=days) for days in (ended, done, starts) if days is not None}
    room = factories.workshop(discovery, state=state, starts_at=ago.get(starts))
    for verb, days in (("workshop.ended", ended), ("goal.added", done)):
        if days is not None:
            with operation(SYSTEM, verb, place=room) as made:
                pass
            Operation.objects.filter(pk=made.pk).update(at=ago[days])

    assert workshops_over(now - timedelta(days=30)).filter(pk=room.pk).exists() is is_over


def test_a_person_who_came_in_lately_is_no_guest_of_an_old_workshop(discovery):
    room = factories.workshop(discovery, state=WorkshopState.PAUSED)
    factories.participant(room, "Jane")
    assert not workshops_over(timezone.now() - timedelta(days=30)).filter(pk=room.pk).exists()


def test_nothing_is_deleted_that_is_kept_for_ever(discovery, settings):
    settings.KEEP_GUESTS_DAYS = settings.KEEP_TRASH_DAYS = settings.KEEP_REPORTS_DAYS = 0
    goal = make(Goal, discovery=discovery, title="Old")
    kinds.delete(actor=SYSTEM, artifact=goal)
    age(Goal)
    ReportExport.objects.create(discovery=discovery, requested_by_label="J", state="done")
    ReportExport.objects.update(created_at=LONG_AGO)

    assert not any(retention.purge().values())


def test_reports_sessions_and_links_go(discovery, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    old, new = (
        ReportExport.objects.create(discovery=discovery, requested_by_label="J", state="done")
        for _number in range(2)
    )
    ReportExport.objects.filter(pk=old.pk).update(created_at=LONG_AGO)
    orphan = tmp_path / "exports" / "nobody.pdf"
    for path in (place_of(old), place_of(new), orphan):
        _write(path)
    _write(tmp_path / "incoming" / "left.json")
    Session.objects.create(session_key="over", session_data="", expire_date=LONG_AGO)
    member = factories.user()
    issue_sign_in_link(actor=SYSTEM, user=member)
    SignInLink.objects.update(expires_at=LONG_AGO)

    with django_capture_on_commit_callbacks(execute=True):
        retention.purge()

    assert list(ReportExport.objects.all()) == [new]
    assert {path.name for path in tmp_path.rglob("*.*")} == {place_of(new).name}
    assert not Session.objects.exists()
    assert not SignInLink.objects.exists()


def _write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    os.utime(path, (0, 0))


def test_it_can_be_tried_without_doing_it(discovery):
    goal = make(Goal, discovery=discovery, title="Old")
    kinds.delete(actor=SYSTEM, artifact=goal)
    age(Goal)
    said = StringIO()

    call_command("purge", "--dry-run", stdout=said)

    assert "trash: 1" in said.getvalue()
    assert Goal.everything.filter(pk=goal.pk).exists()


def test_it_is_asked_for_once_a_night(discovery):
    retention.schedule()
    retention.schedule()
    (waiting,) = DBTaskResult.objects.all()
    assert timezone.now() < waiting.run_after <= timezone.now() + timedelta(days=1)
    # The next one is asked for before the work begins.
    DBTaskResult.objects.update(run_after=LONG_AGO)
    retention.purge_daily.func()
    assert DBTaskResult.objects.filter(run_after__gt=timezone.now()).count() == 1
