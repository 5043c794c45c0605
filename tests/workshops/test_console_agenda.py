"""The agenda on the console while the room is live: skipping, adding, changing, two facilitators at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict
from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from organizations.models import Organization
from tests import factories
from tests.sending import HTMX
from tests.workshops.rooms import workshop_with_talks
from workshops import policies
from workshops.agenda import services as agenda
from workshops.models import Activity, Rehearsal, Workshop
from workshops.results.selectors import results_of
from workshops.room.running import services as running
from workshops.room.running.selectors import room_state
from workshops.room.steering import services as steering
from workshops.workshop.selectors import pauses_of, track_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two", "Three")


@pytest.fixture
def live(actor, workshop):
    return running.start_workshop(actor=actor, workshop=workshop)


@pytest.fixture
def post(client_of, facilitator, live):
    client = client_of(facilitator)

    def send(name, activity=None, **fields):
        args = [live.code, *([activity.uuid] if activity else [])]
        return client.post(reverse(f"discovery:{name}", args=args), fields, headers=HTMX)

    return send


def activities(workshop):
    return list(track_of(workshop).activities.all())


def titles(workshop):
    return [activity.title for activity in activities(workshop)]


def console_agenda(client, workshop):
    url = reverse("discovery:region", args=[workshop.code, "agenda"]) + "?surface=console"
    return client.get(url).content.decode()


# --- Skipping -------------------------------------------------------------------------------------


def test_what_comes_is_skipped_passed_over_and_taken_in_by_going_there(actor, live, post):
    one, two, three = activities(live)

    assert post("console_skip", two).status_code == 204
    assert room_state(live.pk).next == three
    post("workshop_move", None, at=str(one.uuid))
    assert track_of(live).current == three
    post("workshop_move", None, at=str(three.uuid), to=str(two.uuid))

    two.refresh_from_db()
    assert two.skipped_at is None
    assert track_of(live).current == two


def test_skipping_the_current_one_moves_on_and_the_last_one_stays(actor, live, post):
    one, two, three = activities(live)

    post("console_skip", one)
    assert track_of(live).current == two
    post("console_skip", three)
    refused = post("console_skip", two)

    two.refresh_from_db()
    assert refused.status_code == 409
    assert two.skipped_at is None
    assert track_of(live).current == two
    assert post("console_take_in", three).status_code == 204
    assert room_state(live.pk).next == three


def test_a_skip_ahead_can_be_undone_but_not_what_moved_the_room(actor, live, post):
    one, two, _three = activities(live)
    post("console_skip", two)
    skipped = Operation.objects.latest("pk")
    assert policies.may_be_undone(skipped)
    post("console_skip", one)
    assert not policies.may_be_undone(Operation.objects.latest("pk"))


def test_a_late_room_is_told_what_to_skip(client_of, facilitator, actor, live):
    one, _two, three = activities(live)
    with operation(factories.SYSTEM, "test.made"):
        artifacts.change(one, started_at=timezone.now() - timedelta(minutes=22))
        artifacts.change(three, minutes=13)
    page = console_agenda(client_of(facilitator), live)

    assert "12 min behind" in page
    assert 'class="chip bad"' in page
    assert "Three (13 min)" in page
    assert "unless you skip something" in page


def test_a_pause_is_read_from_what_happened(actor, live):
    steering.pause_workshop(actor=actor, workshop=live)
    assert [over for _begun, over in pauses_of(live)] == [None]
    steering.resume_workshop(actor=actor, workshop=live)
    ((begun, over),) = pauses_of(live)
    assert over is not None
    assert begun < over


# --- Changing -------------------------------------------------------------------------------------


def test_an_activity_is_added_after_what_is_now_or_at_the_end(live, post):
    added = post("console_activity_add", kind="talk", title="Urgent", minutes="7", place="next")
    post("console_activity_add", kind="welcome", title="", minutes="", place="end")
    wrong = post("console_activity_add", kind="talk", minutes="0", place="next")

    assert added.status_code == 204
    assert "dialog:close" in added["HX-Trigger"]
    assert titles(live) == ["One", "Urgent", "Two", "Three", "Welcome"]
    assert wrong.status_code == 422


def test_title_and_minutes_change_in_place_and_a_stale_form_shows_both_versions(actor, live, post):
    two = activities(live)[1]
    agenda.change_activity(actor=actor, activity=two, title="Theirs")

    stale = post("console_activity_time", two, title="Mine", minutes="10", revision="1")
    knowing = post("console_activity_time", two, title="Mine", minutes="12", revision="2")

    assert stale.status_code == 409
    assert "Theirs" in stale.content.decode()
    assert knowing.status_code == 200
    assert knowing["HX-Retarget"] == "#console-agenda"
    two.refresh_from_db()
    assert (two.title, two.minutes) == ("Mine", 12)


def test_a_dialog_that_is_stale_shows_both_versions(actor, live, post):
    two = activities(live)[1]
    agenda.change_activity(actor=actor, activity=two, facilitation_notes="Theirs")

    fields = {"title": "Two", "minutes": "10", "instructions": "", "facilitation_notes": "Mine"}
    stale = post("console_activity", two, **fields, revision="1")
    taken = post("console_activity", two, **fields, revision="2")

    assert stale.status_code == 409
    assert taken.status_code == 204
    two.refresh_from_db()
    assert two.facilitation_notes == "Mine"


def test_an_order_that_somebody_changed_meanwhile_is_refused(actor, live, post):
    one, two, three = (str(activity.uuid) for activity in activities(live))
    seen = ",".join((one, two, three))

    first = post("console_order", None, order=[two, one, three], seen=seen)
    second = post("console_order", None, order=[three, one, two], seen=seen)
    broken = post("console_order", None, order=[one], seen="nonsense")

    assert (first.status_code, second.status_code, broken.status_code) == (204, 409, 422)
    assert titles(live) == ["Two", "One", "Three"]


def test_the_activity_that_the_room_is_in_is_not_deleted(live, post):
    one, two, _three = activities(live)

    assert post("console_activity_delete", one).status_code == 409
    deleted = post("console_activity_delete", two)

    assert deleted.status_code == 204
    assert "undo" in deleted["HX-Trigger"]
    assert titles(live) == ["One", "Three"]


def test_a_paused_agenda_marks_the_activity_that_waits(client_of, facilitator, actor, live, post):
    one, _two, _three = activities(live)
    steering.pause_workshop(actor=actor, workshop=live, goes_on="Tuesday")

    drawn = console_agenda(client_of(facilitator), live)

    assert post("console_activity_delete", one).status_code == 409
    (marked,) = [row for row in drawn.split("<li ")[1:] if "aria-current" in row]
    assert 'data-name="One"' in marked
    assert "(paused)" in marked
    assert reverse("discovery:console_activity_delete", args=[live.code, one.uuid]) not in marked


def test_a_text_for_a_deleted_activity_is_kept_and_its_author_reads_that(actor, live):
    now = timezone.now()
    ahead = factories.activity(
        live, "brainstorm", "Ahead", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1)
    )
    agenda.delete_activity(actor=actor, activity=ahead)

    with pytest.raises(Conflict, match="removed this activity"):
        policies.check_takes_contributions(Activity.everything.get(pk=ahead.pk))


def test_notes_for_the_facilitator_are_on_the_console_only(client_of, facilitator, actor, live):
    one = activities(live)[0]
    agenda.change_activity(actor=actor, activity=one, facilitation_notes="<b>Breathe</b> first")
    guest = factories.participant(live)

    console = client_of(facilitator).get(reverse("discovery:console", args=[live.code])).content.decode()
    room = client_of(guest).get(reverse("discovery:room", args=[live.code])).content.decode()
    stage = client_of(facilitator).get(reverse("discovery:stage", args=[live.code])).content.decode()

    assert "&lt;b&gt;Breathe&lt;/b&gt; first" in console
    assert "Breathe" not in room + stage
    assert Workshop.objects.get(pk=live.pk).state == "live"


def test_minutes_that_were_taken_have_a_head(client_of, facilitator, live, post):
    client = client_of(facilitator)
    assert "planned / actual, min" not in console_agenda(client, live)

    post("workshop_move", None, at=str(activities(live)[0].uuid))

    assert "planned / actual, min" in console_agenda(client, live)


def test_a_rehearsal_that_overruns_is_not_ahead(client_of, facilitator, live):
    """By its own clock, as on its page: while the worker was at something else, the times are others."""
    organization = live.discovery.domain.organization
    Organization.objects.filter(pk=organization.pk).update(is_rehearsal=True)
    running_now = activities(live)[0]
    seconds = {str(running_now.uuid): running_now.minutes * 2 * 60.0}
    Rehearsal.objects.create(workshop=live, organization=organization, speed=10, seconds=seconds)

    shown = console_agenda(client_of(facilitator), live)

    assert f"{running_now.minutes} min behind" in shown
    assert "min ahead" not in shown
    Activity.objects.filter(pk=running_now.pk).update(ended_at=timezone.now())
    results = results_of(Workshop.objects.get(pk=live.pk))
    assert (results.took, results.activities[0].minutes) == (running_now.minutes * 2,) * 2


def test_the_planned_end_says_that_it_counts_what_is_skipped(client_of, facilitator, live, post):
    client = client_of(facilitator)
    assert "including skipped activities" not in console_agenda(client, live)

    post("console_skip", activities(live)[1])

    assert "including skipped activities" in console_agenda(client, live)
