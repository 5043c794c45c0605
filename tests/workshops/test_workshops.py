"""Preparing workshops: templates, cloning, editing, deleting."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import cycle

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import delete_discovery
from organizations.actors import Actor
from tests import factories
from workshops.agenda import services as agenda
from workshops.agenda.timeline import services as plans
from workshops.agenda.workshop_templates import ROOM_AGENDA, TEMPLATES
from workshops.models import Activity, Workshop
from workshops.registries import activity_kinds
from workshops.services import undo
from workshops.workshop import services as workshops
from workshops.workshop.models import WorkshopState
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db

ACCELERATE = ("kick_off", "value_tree", "hypotheses", "use_cases", "priorities", "review")


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery)


@pytest.fixture
def actor(facilitator):
    return Actor.of_account(facilitator)


def planned_everywhere():
    planned = [activity for template in TEMPLATES.values() for activity in template.activities]
    return [*planned, *ROOM_AGENDA.activities]


def test_every_kind_that_a_template_names_exists():
    named = {activity.kind for activity in planned_everywhere()}

    assert named <= {kind.key for kind in activity_kinds}


@pytest.mark.sqlite  # forms of settings that ship, none of which is saved
def test_the_settings_of_templates_are_those_of_their_kinds(discovery):
    track = factories.workshop(discovery).tracks.get()
    for planned in planned_everywhere():
        kind, unsaved = activity_kinds.get(planned.kind), Activity(track=track, kind=planned.kind)

        assert plans.valid_settings(kind, unsaved, planned.settings) == planned.settings, planned.title


@pytest.mark.parametrize("template", ACCELERATE)
def test_a_workshop_of_the_first_phase_comes_with_notes_for_who_runs_it(actor, discovery, template):
    workshop = workshops.add_workshop(actor=actor, discovery=discovery, name="Sitting", template=template)

    activities = list(track_of(workshop).activities.all())
    assert len(activities) == len(TEMPLATES[template].activities)
    assert all(activity.facilitation_notes and activity.instructions for activity in activities)
    assert all(room.activities.exists() for activity in activities for room in activity.rooms.all())


def test_the_one_hour_prioritization_takes_one_hour(actor, discovery):
    workshop = workshops.add_workshop(
        actor=actor, discovery=discovery, name="Sitting", template="prioritization"
    )

    activities = list(workshop.tracks.get().activities.all())
    assert [activity.kind for activity in activities] == [
        "welcome",
        "write_use_cases",
        "card_dots",
        "scoring",
        "ranking",
        "decide",
    ]
    assert sum(activity.minutes for activity in activities) == 60


def test_an_unknown_template_is_refused(actor, discovery):
    with pytest.raises(Invalid):
        workshops.add_workshop(actor=actor, discovery=discovery, name="Sitting", template="nonsense")


def test_a_code_that_is_taken_is_drawn_again(actor, discovery, monkeypatch):
    taken = factories.workshop(discovery)
    codes = iter([taken.code, taken.code, "K7M2QX"])
    monkeypatch.setattr(workshops, "new_code", lambda: next(codes))

    assert workshops.add_workshop(actor=actor, discovery=discovery, name="Sitting").code == "K7M2QX"


def test_drawing_codes_ends_when_none_is_free(actor, discovery, monkeypatch):
    taken = cycle([factories.workshop(discovery).code])
    monkeypatch.setattr(workshops, "new_code", lambda: next(taken))

    with pytest.raises(Conflict):
        workshops.add_workshop(actor=actor, discovery=discovery, name="Sitting")
    assert not Workshop.everything.filter(name="Sitting").exists()


def test_a_clone_has_the_agenda_but_not_what_happened(actor, discovery):
    source = factories.workshop(discovery, state=WorkshopState.ENDED)
    factories.activity(
        source,
        "brainstorm",
        "Vision",
        minutes=25,
        settings={"prompt": "x"},
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
    )

    clone = workshops.clone_workshop(actor=actor, source=source, name="Again")

    copied = clone.tracks.get().activities.get()
    assert (copied.title, copied.minutes, copied.settings) == ("Vision", 25, {"prompt": "x"})
    assert copied.started_at is None
    assert clone.state == WorkshopState.PLANNED
    assert clone.code != source.code


def test_deleting_is_undone_with_the_agenda(actor, discovery):
    workshop = workshops.add_workshop(
        actor=actor, discovery=discovery, name="Sitting", template="prioritization"
    )

    deleted = workshops.delete_workshop(actor=actor, workshop=workshop)

    assert not Workshop.objects.filter(pk=workshop.pk).exists()
    assert not Activity.objects.filter(track__workshop=workshop).exists()
    undo.undo(actor=actor, target=deleted)
    assert Workshop.objects.get(pk=workshop.pk).tracks.get().activities.count() == 6


@pytest.mark.parametrize("state", [WorkshopState.LIVE, WorkshopState.PAUSED])
def test_a_workshop_that_goes_on_is_not_deleted_nor_what_holds_it(actor, discovery, state):
    workshop = factories.workshop(discovery, state=state)

    with pytest.raises(Conflict, match=str(state.label).lower()):
        workshops.delete_workshop(actor=actor, workshop=workshop)
    with pytest.raises(Conflict, match=str(state.label).lower()):
        delete_discovery(actor=actor, discovery=discovery)
    workshop.refresh_from_db()
    assert workshop.deleted_at is None


def test_only_facilitators_prepare(discovery):
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    stranger = Actor.of_account(factories.user())

    with pytest.raises(NotAllowed):
        workshops.add_workshop(actor=viewer, discovery=discovery, name="Sitting")
    with pytest.raises(NotFound):
        workshops.add_workshop(actor=stranger, discovery=discovery, name="Sitting")
    with pytest.raises(NotAllowed):
        agenda.add_activity(actor=viewer, workshop=factories.workshop(discovery), kind="talk")


def test_the_start_is_read_in_the_time_zone_of_the_person(client_of, facilitator, discovery):
    response = client_of(facilitator).post(
        reverse("discovery:workshop_create", args=[discovery.slug]),
        {
            "name": "<b>Kick-off</b>",
            "starts_at": "2026-07-01T09:30",
            "time_zone": "Europe/Berlin",
            "agenda": "template:prioritization",
        },
    )

    workshop = discovery.workshops.get()
    assert response.status_code == 303
    assert workshop.starts_at == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
    page = client_of(facilitator).get(response["Location"]).content.decode()
    assert "<b>Kick-off</b>" not in page
    assert "&lt;b&gt;Kick-off&lt;/b&gt;" in page
    assert workshop.spoken_code in page


def test_a_time_zone_that_does_not_exist_counts_as_utc(client_of, facilitator, discovery):
    client_of(facilitator).post(
        reverse("discovery:workshop_create", args=[discovery.slug]),
        {"name": "Sitting", "starts_at": "2026-07-01T09:30", "time_zone": "../etc/passwd", "agenda": "empty"},
    )

    assert discovery.workshops.get().starts_at == datetime(2026, 7, 1, 9, 30, tzinfo=UTC)


def test_an_earlier_workshop_gives_its_agenda_over_the_page(client_of, facilitator, discovery):
    source = factories.workshop(discovery)
    factories.activity(source, "talk", "Vision")

    client_of(facilitator).post(
        reverse("discovery:workshop_create", args=[discovery.slug]),
        {"name": "Again", "agenda": f"workshop:{source.uuid}"},
    )

    assert discovery.workshops.get(name="Again").tracks.get().activities.get().title == "Vision"


def test_a_stale_edit_shows_both_versions(client_of, facilitator, discovery, actor):
    workshop = factories.workshop(discovery, name="First")
    workshops.change_workshop(actor=actor, workshop=workshop, name="Second")

    response = client_of(facilitator).post(
        reverse("discovery:workshop_edit", args=[discovery.slug, workshop.uuid]),
        {"name": "Mine", "purpose": "", "starts_at": "", "stream": "accelerate", "revision": "1"},
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine" in page
    assert "Second" in page


def test_deleting_over_the_page_offers_undo(client_of, facilitator, discovery):
    workshop = factories.workshop(discovery)
    client = client_of(facilitator)

    response = client.post(reverse("discovery:workshop_delete", args=[discovery.slug, workshop.uuid]))

    deleted = Operation.objects.get(verb="workshop.deleted")
    page = client.get(response["Location"]).content.decode()
    assert reverse("discovery:operation_undo", args=[deleted.uuid]) in page


def test_a_clone_starts_its_slides_and_rounds_anew(actor, discovery):
    source = factories.workshop(discovery)
    slides = {"slides": "# One\n\n---\n\n# Two"}
    proposal = {"proposal": "We do it on Mondays."}
    factories.activity(source, "presentation", settings={**slides, "slide": 2})
    factories.activity(source, "consent", settings={**proposal, "earlier": ["We do it."]})
    factories.activity(source, "gone", settings={"kept": 1})

    clone = workshops.clone_workshop(actor=actor, source=source, name="Again")

    copied = [activity.settings for activity in track_of(clone).activities.all()]
    assert copied == [slides, proposal, {"kept": 1}]


@pytest.mark.parametrize("state", [WorkshopState.LIVE, WorkshopState.PAUSED])
def test_what_is_under_way_leads_the_list_and_has_its_one_filled_button(
    client_of, facilitator, discovery, state
):
    factories.workshop(discovery, "Held", state=WorkshopState.ENDED)
    factories.workshop(discovery, "Now", state=state)
    page = client_of(facilitator).get(reverse("discovery:workshop_list", args=[discovery.slug]))
    text = page.content.decode()

    assert text.index("Now</a>") < text.index("Held</a>")
    assert text.count("button primary") == 1
    assert text.index("Now</a>") < text.index("button primary") < text.index("Held</a>")
