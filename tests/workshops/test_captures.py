"""Captured from anywhere: parking lot, actions, questions, risks, decisions; who may, and what stays."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.models import Operation
from core.models.history import current_operation
from core.services import artifacts, kinds
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from organizations.models import Person
from tests import factories
from tests.sending import HTMX
from tests.workshops.addresses import url
from workshops.actors import RoomActor
from workshops.models import ActionItem, Decision, ParkingLotItem, Question, Risk
from workshops.results.outcomes.models import CapturedOutcome
from workshops.results.quick_captures import services
from workshops.results.quick_captures.selectors import captured_in, outcomes_of, risk_map
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script> "quoted" & שלום 🚀 =1+1'


@pytest.fixture
def workshop(discovery):
    return factories.workshop(discovery, state=WorkshopState.LIVE)


@pytest.fixture
def guest(workshop):
    return factories.participant(workshop, "Gil Guest", role_title="Nurse")


def sent(kind, **fields):
    return {"uuid": str(uuid.uuid4()), "kind": kind, "title": "Said in a sentence", **fields}


MODELS: dict[str, type[CapturedOutcome | Decision]] = {
    "parking_lot": ParkingLotItem,
    "action": ActionItem,
    "question": Question,
    "risk": Risk,
    "decision": Decision,
}


@pytest.mark.parametrize("kind", MODELS)
def test_an_editor_captures_each_kind_on_any_page_of_the_discovery(client_of, discovery, account, kind):
    fields = sent(kind, title=HOSTILE, reason="Because", likelihood="3", impact="2", responsible="Bo")

    answer = client_of(account).post(url("capture", discovery), fields, headers=HTMX)

    triggers = json.loads(answer["HX-Trigger"])
    assert answer.status_code == 200
    assert "dialog:close" in triggers
    assert triggers["toast"]["undo"].startswith("/operations/")
    made = MODELS[kind].objects.get()
    assert made.title == HOSTILE
    assert fields["uuid"] == str(made.uuid)
    assert fields["uuid"] not in answer.content.decode()  # the next one is another thing


@pytest.mark.parametrize("kind", [kind for kind in MODELS if kind != "decision"])
def test_people_in_the_room_capture_with_their_name_and_the_console_shows_it(
    client_of, discovery, workshop, guest, kind
):
    activity = factories.activity(workshop)
    workshop.tracks.update(current=activity)
    address = reverse("discovery:room_capture", args=[workshop.code])

    assert client_of(guest).post(address, sent(kind, title="From the room"), headers=HTMX).status_code == 200

    made = MODELS[kind].objects.get()
    assert isinstance(made, CapturedOutcome)
    assert (made.workshop, made.activity, made.captured_by) == (workshop, activity, "Gil Guest, Nurse")
    workshop.refresh_from_db()
    assert workshop.live_revision == 1
    [row] = captured_in(workshop.pk)
    assert (row.kind, row.uuid, row.by) == (kind, made.uuid, "Gil Guest, Nurse")
    facilitator = factories.access(discovery)
    shown = client_of(facilitator).get(reverse("discovery:console", args=[workshop.code])).content.decode()
    assert "From the room" in shown
    assert "Gil Guest, Nurse" in shown


def test_the_room_decides_nothing_in_the_dialog(client_of, workshop, guest):
    browser = client_of(guest)
    address = reverse("discovery:room_capture", args=[workshop.code])

    answer = browser.post(address, sent("decision", reason="Because"), headers=HTMX)

    assert answer.status_code == 422
    assert not Decision.objects.exists()
    room = browser.get(reverse("discovery:room", args=[workshop.code])).content.decode()
    assert 'value="risk"' in room
    assert 'value="decision"' not in room


@pytest.mark.parametrize("state", [WorkshopState.PLANNED, WorkshopState.PAUSED, WorkshopState.ENDED])
def test_the_room_captures_while_it_is_live(workshop, guest, state):
    workshop.__class__.objects.filter(pk=workshop.pk).update(state=state)

    with pytest.raises(Conflict):
        services.add(
            actor=RoomActor.of_participant(guest),
            draft=Question(discovery=workshop.discovery, workshop=workshop, title="Why?"),
        )

    assert not Question.objects.exists()


def test_people_who_may_not_capture(discovery, workshop, guest, account):
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    elsewhere = RoomActor.of_participant(factories.participant(factories.workshop(discovery)))
    for actor, where, error in (
        (viewer, {}, NotAllowed),
        (Actor.nobody(), {}, NotFound),
        (RoomActor.of_participant(guest), {}, NotFound),  # outside of their workshop
        (elsewhere, {"workshop": workshop}, NotFound),
        (Actor.of_account(account), {"workshop": factories.workshop()}, Invalid),
        (Actor.of_account(account), {"activity": factories.activity(workshop)}, Invalid),
    ):
        with pytest.raises(error):
            services.add(actor=actor, draft=ParkingLotItem(discovery=discovery, title="No", **where))
    assert not ParkingLotItem.objects.exists()


def test_the_same_form_sent_twice_captures_once(client_of, discovery, account):
    fields = sent("action")
    browser = client_of(account)

    for _time in range(2):
        assert browser.post(url("capture", discovery), fields, headers=HTMX).status_code == 200

    assert ActionItem.objects.count() == 1
    assert Operation.objects.filter(verb="action.added").count() == 1
    other = factories.discovery()
    stranger = factories.access(other)
    assert client_of(stranger).post(url("capture", other), fields, headers=HTMX).status_code == 409


def test_what_has_the_identifier_of_another_persons_item_is_not_acknowledged(client_of, workshop, guest):
    address, fields = reverse("discovery:room_capture", args=[workshop.code]), sent("question")
    assert client_of(guest).post(address, fields, headers=HTMX).status_code == 200

    other = client_of(factories.participant(workshop, "Olga Other"))
    assert other.post(address, fields | {"title": "My own words"}, headers=HTMX).status_code == 409

    assert [each.title for each in Question.objects.all()] == ["Said in a sentence"]
    assert client_of(guest).post(address, fields, headers=HTMX).status_code == 200


@pytest.mark.parametrize("kind", ["question", "action", "decision"])
def test_other_words_in_a_form_that_was_sent_before_are_not_acknowledged(client_of, discovery, account, kind):
    browser, address = client_of(account), url("capture", discovery)
    fields = sent(kind, reason="Because")
    assert browser.post(address, fields, headers=HTMX).status_code == 200

    answer = browser.post(address, fields | {"title": "Said in another way"}, headers=HTMX)

    assert answer.status_code == 409
    assert "is saved as you first sent it" in answer.content.decode()
    assert browser.post(address, fields, headers=HTMX).status_code == 200


def test_the_same_form_sent_twice_at_once_captures_once(monkeypatch, discovery):
    """Each looks inside of its operation, where the second waits until the first is done."""
    look, sent = artifacts.added_already, uuid.uuid4()

    def look_inside(*args, **scope):
        assert current_operation.get() is not None
        return look(*args, **scope)

    monkeypatch.setattr(artifacts, "added_already", look_inside)
    first, second = (
        services.add(actor=factories.SYSTEM, draft=Question(discovery=discovery, title="Why?", uuid=sent))
        for _time in range(2)
    )
    assert first == second
    assert Operation.objects.filter(verb="question.added").count() == 1


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("parking_lot", {"title": " \u200d "}, "title"),
        ("question", {"title": "x" * 10_000}, "title"),
        ("action", {"due": "soon"}, "due"),
        ("action", {"due": "0001-01-01"}, "due"),
        ("risk", {"impact": "7"}, "impact"),
        ("decision", {"reason": ""}, "reason"),
        ("decision", {"reason": "R", "title": "x" * 250}, "title"),
        ("decision", {"reason": "R", "link": "javascript:alert(1)"}, "link"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_everything_is_kept(
    client_of, discovery, account, kind, wrong, field
):
    fields = sent(kind, detail="All this stays") | wrong

    answer = client_of(account).post(url("capture", discovery), fields, headers=HTMX)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="capture_{field}_error"' in text
    assert "All this stays" in text
    assert not MODELS[kind].objects.exists()


def test_what_another_kind_asks_for_is_not_in_the_way(client_of, discovery, account):
    fields = sent("question", link="no address", due="soon", impact="9")

    assert client_of(account).post(url("capture", discovery), fields, headers=HTMX).status_code == 200


def test_an_owner_is_the_person_with_that_name_or_just_a_name(client_of, discovery, account):
    organization = discovery.domain.organization
    bo = factories.make(Person, organization=organization, name="Bo Berg")
    factories.make(Person, organization=factories.organization(), name="Cy Foreign")
    for name in ("Ann Twin", "Ann Twin"):
        factories.make(Person, organization=organization, name=name)
    browser = client_of(account)
    for name in ("bo berg", "Cy Foreign", "Ann Twin"):
        browser.post(url("capture", discovery), sent("action", title=name, responsible=name))

    owners = {each.title: (each.owner, each.responsible) for each in ActionItem.objects.all()}
    assert owners == {
        "bo berg": (bo, "Bo Berg"),
        "Cy Foreign": (None, "Cy Foreign"),
        "Ann Twin": (None, "Ann Twin"),
    }
    offered = browser.get(url("capture", discovery)).content.decode()
    assert '<option value="Bo Berg">' in offered
    assert "Cy Foreign" in offered  # typed here before
    room = factories.workshop(discovery, state=WorkshopState.LIVE)
    guest = client_of(factories.participant(room))
    assert "Bo Berg" not in guest.get(reverse("discovery:room_capture", args=[room.code])).content.decode()


def test_a_person_of_another_organization_owns_nothing_here(discovery, account):
    foreign = factories.make(Person, organization=factories.organization(), name="Cy Foreign")

    with pytest.raises(Invalid):
        services.add(
            actor=Actor.of_account(account), draft=ActionItem(discovery=discovery, title="Do", owner=foreign)
        )


def test_an_action_of_a_person_has_no_other_name_as_its_owner(discovery):
    bo = factories.make(Person, organization=discovery.domain.organization, name="Bo Berg")
    draft = ActionItem(discovery=discovery, title="Do", owner=bo, owner_name="Cy")
    action = services.add(actor=factories.SYSTEM, draft=draft)
    assert (action.owner, action.owner_name) == (bo, "")
    action = kinds.change(actor=factories.SYSTEM, artifact=action, owner=None, owner_name="Cy")
    assert (action.owner, action.owner_name) == (None, "Cy")
    action = kinds.change(actor=factories.SYSTEM, artifact=action, owner=bo)
    assert (action.owner, action.owner_name) == (bo, "")


# --- The pages ------------------------------------------------------------------------------------


@pytest.fixture
def items(discovery, account, workshop):
    actor = Actor.of_account(account)
    today = timezone.localdate()
    add = partial(services.add, actor=actor)
    return {
        "late": add(
            draft=ActionItem(
                discovery=discovery,
                title="Late thing",
                owner_name="Bo",
                due=today - timedelta(days=1),
                stream="tech",
            )
        ),
        "today": add(draft=ActionItem(discovery=discovery, title="Due today", due=today)),
        "question": add(draft=Question(discovery=discovery, title="Open question")),
        "risk": add(draft=Risk(discovery=discovery, title="Grave risk", likelihood=3, impact=3)),
        "parked": add(draft=ParkingLotItem(discovery=discovery, title="Parked thing", workshop=workshop)),
    }


def test_actions_are_filtered_and_the_overdue_ones_marked(client_of, discovery, account, items):
    browser = client_of(account)

    def titles(query):
        text = browser.get(url("discovery_actions", discovery) + query).content.decode()
        return {title for title in ("Late thing", "Due today") if f'said">{title}' in text}, text

    both, text = titles("")
    assert both == {"Late thing", "Due today"}
    assert text.count(">Overdue<") == 1
    assert titles("?owner=Bo")[0] == {"Late thing"}
    assert titles("?owner=-")[0] == {"Due today"}
    assert titles("?stream=tech")[0] == {"Late thing"}
    assert titles("?state=done")[0] == set()
    assert titles("?state=<nonsense>&owner=%00")[0] == both


def test_one_click_settles_and_another_opens_again(client_of, discovery, account, items):
    browser = client_of(account)
    late, parked = items["late"], items["parked"]
    state = url("action_state", discovery, late.uuid)

    answer = browser.post(f"{state}?owner=Bo", {"state": "done"})
    late.refresh_from_db()
    assert late.state == "done"
    assert answer["Location"].endswith("?owner=Bo")
    browser.post(state, {"state": "open"})
    late.refresh_from_db()
    assert late.state == "open"
    assert browser.post(state, {"state": "eaten"}).status_code == 422
    browser.post(url("parking_lot_settle", discovery, parked.uuid), {"settled": "yes"})
    parked.refresh_from_db()
    assert parked.is_settled
    verbs = list(Operation.objects.order_by("pk").values_list("verb", flat=True))[-3:]
    assert verbs == ["action.done", "action.reopened", "parking_lot_item.settled"]


def test_a_question_gets_its_answer_and_two_versions_are_both_shown(client_of, discovery, account, items):
    question = items["question"]
    browser = client_of(account)
    address = url("capture_edit", discovery, "questions", question.uuid)
    kinds.change(actor=factories.SYSTEM, artifact=question, answer="Because", revision=1)

    answer = browser.post(address, {"title": "Open question", "answer": "No reason", "revision": "1"})

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Because" in text
    assert "No reason" in text
    with pytest.raises(Stale):
        kinds.change(actor=factories.SYSTEM, artifact=question, revision=1, answer="Mine")


def test_what_is_deleted_comes_back(client_of, discovery, account, items):
    browser = client_of(account)
    for kind, name in (("risks", "risk"), ("parking-lot", "parked"), ("actions", "late")):
        item = items[name]
        browser.post(url("capture_delete", discovery, kind, item.uuid))
        assert not type(item).objects.filter(pk=item.pk).exists()
        undo(actor=Actor.of_account(account), target=Operation.objects.latest("pk"))
        assert type(item).objects.filter(pk=item.pk).exists()


def test_the_lists_show_everything_and_buttons_only_to_those_who_may(client_of, discovery, account, items):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    for page, title in (
        ("discovery_actions", "Late thing"),
        ("discovery_questions", "Open question"),
        ("discovery_risks", "Grave risk"),
        ("discovery_parking_lot", "Parked thing"),
    ):
        seen = client_of(viewer).get(url(page, discovery)).content.decode()
        assert title in seen
        assert "Delete " not in seen
        assert 'data-key="c"' not in seen
        edited = client_of(account).get(url(page, discovery)).content.decode()
        assert f"Delete {title}" in edited
        assert 'data-key="c"' in edited


def test_each_page_says_what_is_missing(client_of, discovery, account):
    for page, words in (
        ("discovery_actions", "No action yet"),
        ("discovery_questions", "No questions yet"),
        ("discovery_risks", "No risks yet"),
        ("discovery_parking_lot", "The parking lot is empty"),
    ):
        assert words in client_of(account).get(url(page, discovery)).content.decode()


def test_the_picture_of_risks_counts_by_likelihood_and_impact(discovery, items):
    picture = risk_map(outcomes_of(discovery).risks)

    counts = [[len(cell.risks) for cell in cells] for _likelihood, cells in picture.rows]
    assert counts == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert [cell.tone for _likelihood, cells in picture.rows for cell in cells] == [
        "warn", "bad", "bad", "good", "warn", "bad", "good", "good", "warn",
    ]  # fmt: skip
