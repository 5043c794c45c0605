"""Taking part ahead of the workshop: opened with a deadline, closed by it, counted when the room meets."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django import forms
from django.test import Client
from django.utils import timezone

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from lvt.models import ScoringRound, UseCase
from lvt.scores.services import give_score
from organizations.actors import Actor
from organizations.models import User
from tests import factories
from tests.factories import SYSTEM
from workshops import policies
from workshops.actors import RoomActor
from workshops.contributions.advance_activities.selectors import deadline_of, opened_ahead, standing_of, to_do
from workshops.contributions.advance_activities.services import close_ahead, open_ahead
from workshops.contributions.questions.services import ask
from workshops.forms.moment_fields import DeadlineForm, moment_of
from workshops.models import Activity, Note, Participant, Workshop
from workshops.room.running.services import end_workshop, move_on, start_workshop
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def workshop() -> Workshop:
    """Planned, with a welcome and a brainstorm."""
    made = factories.workshop()
    factories.activity(made)
    return made


@pytest.fixture
def board(workshop: Workshop) -> Activity:
    return factories.activity(workshop, "brainstorm", "What holds us back?")


def soon(hours: float = 48) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def after_the_deadline(activity: Activity) -> None:
    """As if the deadline had passed a minute ago."""
    now = timezone.now()
    with operation(SYSTEM, "test.time_passed"):
        artifacts.change(activity, opens_at=now - timedelta(days=2), closes_at=now - timedelta(minutes=1))


def write(client: Client, activity: Activity, text: str, **headers: str) -> tuple[int, str]:
    workshop = activity.track.workshop
    answer = client.post(
        f"/w/{workshop.code}/activities/{activity.uuid}/notes/",
        {"uuid": str(uuid4()), "text": text},
        headers={"Accept": "application/json", **headers},
    )
    return answer.status_code, answer.json().get("error", "")


# --- A person -------------------------------------------------------------------------------------


def test_from_the_lobby_to_the_room(workshop: Workshop, board: Activity, client_of: ClientOf) -> None:
    client = client_of()
    open_ahead(actor=SYSTEM, activity=board, until=soon())
    joined = client.post(f"/join/{workshop.code}/", {"display_name": "Ann", "side": "business"}, follow=True)
    lobby = joined.content.decode()
    assert lobby.count("We haven’t started yet") == 1
    assert lobby.index("To do before we meet") < lobby.index("We haven’t started yet")
    assert "Leave this page open" not in lobby, "nobody does for days"
    assert "We meet" not in lobby, "nobody said when"
    assert '<div class="stack loose"><section class="card stack to-do"' in lobby, "what follows stands apart"
    assert "Not started" in lobby
    assert 'data-local="datetime"' in lobby, "the deadline on one's own clock"
    assert "deadline is near" not in lobby
    url = f"/w/{workshop.code}/ahead/{board.uuid}/"
    assert url in lobby
    starts_at = timezone.now() + timedelta(days=4)
    with operation(SYSTEM, "test.planned"):
        artifacts.change(workshop, starts_at=starts_at)
    lobby = client.get(f"/w/{workshop.code}/").content.decode()
    assert f'We meet on <time datetime="{starts_at:%Y-%m-%dT%H:%M}' in lobby
    page = client.get(url).content.decode()
    assert "What holds us back?" in page
    assert "data-contribute=" in page
    assert f'data-region-url="/w/{workshop.code}/activities/{board.uuid}/mine/"' in page
    assert write(client, board, "too many tools") == (200, "")
    mine = client.get(f"/w/{workshop.code}/activities/{board.uuid}/mine/").content.decode()
    assert "too many tools" in mine
    assert "Open until" in mine

    after_the_deadline(board)
    status, sentence = write(client, board, "too late")
    assert (status, "deadline has passed" in sentence) == (409, True)
    closed = client.get(f"/w/{workshop.code}/activities/{board.uuid}/mine/").content.decode()
    assert "This is closed." in closed
    assert "data-contribute=" not in closed
    assert "Closed" in client.get(f"/w/{workshop.code}/").content.decode()

    started = start_workshop(actor=SYSTEM, workshop=workshop)
    assert started.state == WorkshopState.LIVE
    assert "The workshop has started" in client.get(url).content.decode()
    track = workshop.tracks.get()
    move_on(actor=SYSTEM, track=track, from_activity=track.current)
    assert client.get(url).status_code == 302, "the room is there: so is everybody"
    assert "too many tools" in client.get(f"/w/{workshop.code}/").content.decode()
    assert write(client, board, "one more")[0] == 200
    assert Note.objects.count() == 2
    board.refresh_from_db()
    assert board.phase == "write", "arriving begins nothing anew"


def test_a_deadline_that_is_near_is_said(workshop: Workshop, board: Activity, client_of: ClientOf) -> None:
    open_ahead(actor=SYSTEM, activity=board, until=soon(3))
    client = client_of(factories.participant(workshop, "Ann"))
    assert "The deadline is near." in client.get(f"/w/{workshop.code}/").content.decode()
    assert "The deadline is near." in client.get(f"/w/{workshop.code}/ahead/{board.uuid}/").content.decode()


def test_nothing_to_do_says_nothing(workshop: Workshop, board: Activity, client_of: ClientOf) -> None:
    client = client_of(factories.participant(workshop, "Ann"))
    assert "To do before we meet" not in client.get(f"/w/{workshop.code}/").content.decode()
    answer = client.get(f"/w/{workshop.code}/ahead/{board.uuid}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/w/{workshop.code}/")


def test_scoring_ahead_counts_in_the_workshop(workshop: Workshop, client_of: ClientOf) -> None:
    use_case, _other = (
        factories.make(UseCase, discovery=workshop.discovery, name=name) for name in ("HCP 360", "Next best")
    )
    scoring = factories.activity(workshop, "scoring", "Score")
    opened = open_ahead(actor=SYSTEM, activity=scoring, until=soon())
    scoring_round = ScoringRound.objects.get(activity=opened)
    criteria = list(scoring_round.method.criteria.all())
    ann = factories.participant(workshop, "Ann")
    page = client_of(ann).get(f"/w/{workshop.code}/ahead/{scoring.uuid}/").content.decode()
    assert "data-scoring" in page
    for criterion in criteria:
        give_score(
            actor=RoomActor.of_participant(ann),
            workshop=workshop,
            round=scoring_round.uuid,
            use_case=use_case.uuid,
            criterion=criterion.uuid,
            value=4,
        )
    (mine,) = to_do(workshop, ann)
    assert not mine.is_done
    assert mine.note
    deadline = deadline_of(opened, workshop, timezone.now())
    assert deadline is not None
    standing = standing_of(deadline)
    assert [(person.label, note) for person, note in standing.under_way] == [("Ann", mine.note)]
    start_workshop(actor=SYSTEM, workshop=workshop)
    track = workshop.tracks.get()
    move_on(actor=SYSTEM, track=track, from_activity=track.current)
    assert ScoringRound.objects.filter(activity=scoring).count() == 1
    assert scoring_round.scores.filter(late=False).count() == len(criteria)


def test_what_is_asked_ahead_is_shown_to_who_asked_and_counts(
    workshop: Workshop, client_of: ClientOf
) -> None:
    questions = factories.activity(workshop, "questions", "Open points?")
    open_ahead(actor=SYSTEM, activity=questions, until=soon())
    ann, bo = factories.participant(workshop, "Ann"), factories.participant(workshop, "Bo")
    ask(actor=RoomActor.of_participant(ann), activity=questions, uuid=uuid4(), text="Who pays <b>for</b> it?")
    mine = f"/w/{workshop.code}/activities/{questions.uuid}/mine/"
    assert "Who pays &lt;b&gt;for&lt;/b&gt; it?" in client_of(ann).get(mine).content.decode()
    assert "Who pays" not in client_of(bo).get(mine).content.decode()
    assert [each.is_done for person in (ann, bo) for each in to_do(workshop, person)] == [True, False]


def test_anonymous_ahead_is_anonymous(workshop: Workshop, client_of: ClientOf) -> None:
    board = factories.activity(workshop, "brainstorm", "Honestly?", is_anonymous=True)
    opened = open_ahead(actor=SYSTEM, activity=board, until=soon())
    begun = Operation.objects.get(verb="activity.answered_anonymously")
    assert begun.at == opened.opens_at
    ann = factories.participant(workshop, "Ann Anders")
    client, key = client_of(ann), secrets.token_hex(32)
    base = f"/w/{workshop.code}/activities/{board.uuid}/"
    signature = client.post(f"{base}key/", {"key": key}).json()["signature"]
    assert write(Client(), board, "honest", **{"Headwaters-Key": f"{key}.{signature}"})[0] == 200
    note = Note.objects.get()
    assert (note.participant, note.created_at) == (None, opened.opens_at)
    deadline = deadline_of(opened, workshop, timezone.now())
    assert deadline is not None
    standing = standing_of(deadline)
    assert (standing.people_done, standing.missing, standing.of) == ([], [], 1)
    facilitator = client_of(factories.access(workshop.discovery))
    url = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/agenda/{board.uuid}/ahead/"
    page = facilitator.get(url).content.decode()
    assert "anonymous" in page
    assert "Ann Anders" not in page
    page = client.get(f"/w/{workshop.code}/ahead/{board.uuid}/").content.decode()
    assert f'data-anonymous-activity="{board.uuid}"' in page


# --- The facilitator ------------------------------------------------------------------------------


def test_the_page_of_the_facilitator(workshop: Workshop, board: Activity, client_of: ClientOf) -> None:
    facilitator: User = factories.access(workshop.discovery)
    client = client_of(facilitator)
    detail = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/"
    url = f"{detail}agenda/{board.uuid}/ahead/"
    assert url in client.get(detail).content.decode()
    typed = (timezone.now() + timedelta(days=3)).replace(tzinfo=None).isoformat(timespec="minutes")
    assert client.post(url, {"until": typed, "time_zone": "Europe/Berlin"}).status_code == 303
    board.refresh_from_db()
    assert board.closes_at is not None
    ann, _ben = factories.participant(workshop, "Ann"), factories.participant(workshop, "Ben")
    write(client_of(ann), board, "one")
    page = client.get(url).content.decode()
    assert "Progress" in page
    for name in ("Ann", "Ben"):
        assert name in page
    assert f"/join/{workshop.code}/" in page, "the invitation to send"
    assert "data-copy-from" in page
    lobby = client.get(f"/w/{workshop.code}/console/").content.decode()
    assert "Before we meet" in lobby
    assert client.post(f"{url}close/").status_code == 303
    assert "Reopen" in client.get(url).content.decode()
    assert client.post(f"{url}close/").status_code == 409
    assert client.post(url, {"until": typed}).status_code == 303
    assert opened_ahead(workshop, timezone.now())[0].is_open


@pytest.mark.parametrize(("hours", "is_offered"), [(48, True), (-48, False)])
def test_the_first_deadline_is_the_start_if_it_is_to_come(
    workshop: Workshop, board: Activity, client_of: ClientOf, hours: float, is_offered: bool
) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(starts_at=(start := soon(hours)))
    url = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/agenda/{board.uuid}/ahead/"
    form = client_of(factories.access(workshop.discovery)).get(url).context["form"]
    assert form.initial["until"] == (start if is_offered else None)


@pytest.mark.parametrize(
    ("typed", "zone", "says"),
    [
        ("", "UTC", "Choose a date and a time."),
        ("yesterday", "UTC", "Choose a date and a time."),
        ("2020-01-01T10:00", "UTC", "has passed"),
        ("9999-12-31T23:59", "America/New_York", "closer to today"),
        ("2030-01-01T10:00", "UTC", "within a year"),
        ("2027-03-28T02:30", "Europe/Berlin", "doesn’t exist"),
        ("\x00\N{RIGHT-TO-LEFT OVERRIDE}<b>", "../../etc/passwd", "Choose a date and a time."),
    ],
)
def test_wrong_deadlines_are_said_beside_the_field(
    workshop: Workshop, board: Activity, client_of: ClientOf, typed: str, zone: str, says: str
) -> None:
    client = client_of(factories.access(workshop.discovery))
    url = f"/d/{workshop.discovery.slug}/workshops/{workshop.uuid}/agenda/{board.uuid}/ahead/"
    answer = client.post(url, {"until": typed, "time_zone": zone})
    assert answer.status_code == 422
    errors = DeadlineForm({"until": typed, "time_zone": zone})
    assert says in str(errors.errors["until"])
    board.refresh_from_db()
    assert board.opens_at is None


def test_clocks_that_change() -> None:
    typed = datetime(2026, 7, 1, 17, 0)
    assert moment_of(typed, "Europe/Berlin") == datetime(2026, 7, 1, 15, 0, tzinfo=UTC)
    assert moment_of(typed, "Nowhere/Land") == datetime(2026, 7, 1, 17, 0, tzinfo=UTC)
    # Half past two is twice that night; the later one gives people the hour.
    assert moment_of(datetime(2026, 10, 25, 2, 30), "Europe/Berlin") == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )
    with pytest.raises(forms.ValidationError):
        moment_of(datetime(2026, 3, 29, 2, 30), "Europe/Berlin")


def test_what_cannot_be_opened_ahead(workshop: Workshop, board: Activity) -> None:
    welcome = workshop.tracks.get().activities.get(kind="welcome")
    with pytest.raises(Conflict, match="before the workshop"):
        open_ahead(actor=SYSTEM, activity=welcome, until=soon())
    for until in (timezone.now() - timedelta(seconds=1), soon(24 * 400)):
        with pytest.raises(Invalid):
            open_ahead(actor=SYSTEM, activity=board, until=until)
    editor = factories.access(workshop.discovery, DiscoveryRole.EDITOR)
    with pytest.raises(NotAllowed):
        open_ahead(actor=Actor.of_account(editor), activity=board, until=soon())
    start_workshop(actor=SYSTEM, workshop=workshop)
    board = Activity.objects.select_related("track__workshop").get(pk=board.pk)
    with pytest.raises(Conflict, match="live"):
        open_ahead(actor=SYSTEM, activity=board, until=soon())
    end_workshop(actor=SYSTEM, workshop=workshop)
    board = Activity.objects.select_related("track__workshop").get(pk=board.pk)
    with pytest.raises(Conflict, match="ended"):
        open_ahead(actor=SYSTEM, activity=board, until=soon())


def test_opening_is_no_undo_and_the_start_ends_nothing(workshop: Workshop, board: Activity) -> None:
    open_ahead(actor=SYSTEM, activity=board, until=soon())
    with pytest.raises(Conflict):
        undo(actor=SYSTEM, target=Operation.objects.get(verb="activity.opened_ahead"))
    start_workshop(actor=SYSTEM, workshop=workshop)
    ann: Participant = factories.participant(workshop, "Ann")
    board = Activity.objects.select_related("track__workshop").get(pk=board.pk)
    assert policies.check_takes_contributions(board), "still open, wherever the cursor stands"
    close_ahead(actor=SYSTEM, activity=board)
    with pytest.raises(Conflict):
        policies.check_takes_contributions(board)
    assert [each.deadline.is_open for each in to_do(workshop, ann)] == [False]
