"""Forgetting a person: what stays, what gives way, who may, and that nothing brings the name back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.services import artifacts, kinds
from core.services.operations import operation
from core.services.trash_purge import empty_trash
from exchange.erasure import services as erasure
from exchange.erasure.names import PersonNames
from exchange.erasure.selectors import PersonRows, matches_of, selection_of
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Person, User
from organizations.organization import services as organizations
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.exchange.erasing import erase
from tests.factories import make
from workshops.actors import RoomActor
from workshops.joining.participants import services as participants
from workshops.models import Decision, ParkingLotItem, Participant
from workshops.results.quick_captures import services as captures
from workshops.services import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(organization):
    return Actor.of_account(
        factories.member(organization, OrganizationRole.ADMIN, name="Ada Admin", email="ada@example.org")
    )


@pytest.fixture
def room(discovery):
    return factories.workshop(discovery, state=WorkshopState.LIVE)


def say(guest):
    """Something that the guest captures in their workshop."""
    room = guest.workshop
    captures.add(
        actor=RoomActor.of_participant(guest),
        draft=ParkingLotItem(discovery=room.discovery, workshop=room, title="Later"),
    )


# --- Texts ----------------------------------------------------------------------------------------


NAMES = PersonNames.of("Former participant 1", ["Jane Doe", "Jane Doe, CFO", "Jane", "jane@example.org"])


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Ask Jane Doe.", "Ask Former participant 1."),
        ("ask JANE\n doe", "ask Former participant 1"),
        ("Doe, Jane", "Former participant 1"),
        ("Jane Doe, CFO", "Former participant 1"),
        ("Write to jane@example.org now", "Write to [address] now"),
        ("Jane Doering and Maryjane Doe", "Jane Doering and Maryjane Doe"),
        ("not.jane@example.org", "not.jane@example.org"),
        ("Jane knows", "Jane knows"),
    ],
)
def test_a_text_loses_full_names_and_addresses(said, left):
    assert NAMES.out_of_text(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Jane", "Former participant 1"),
        ("Bob, Jane and Eve", "Bob, Former participant 1 and Eve"),
        ("Jane, Head of Sales", "Former participant 1, Head of Sales"),
        ("Eve (entered by Jane)", "Eve (entered by Former participant 1)"),
        ("Janet, Mary Jane", "Janet, Mary Jane"),
    ],
)
def test_a_field_of_names_loses_a_single_word_where_it_stands_alone(said, left):
    assert NAMES.out_of_name(said) == left


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("<p>Jane&nbsp;Doe</p>", "<p>Former participant 1</p>"),
        ('<img alt="by Jane Doe">', '<img alt="by Former participant 1">'),
        (
            '<text y="1">Jane</text><text y="2">Doe</text>',
            '<text y="1">Former participant 1</text><text y="2"></text>',
        ),
        ("<td>Jane</td><td>Janet</td>", "<td>Former participant 1</td><td>Janet</td>"),
        ("<p>jane@…, jane&#64;example.org</p>", "<p>[address], [address]</p>"),
        ("<td>Jane D…</td><td>Jane Doe, C…</td>", "<td>Former participant 1</td>" * 2),
        ("<text>Jane</text><text>Do …</text>", "<text>Former participant 1</text><text></text>"),
        ("<p>Jane …, Janet D…</p>", "<p>Jane …, Janet D…</p>"),
    ],
)
def test_a_page_loses_names_and_keeps_its_elements(said, left):
    assert NAMES.out_of_page(said) == left


def test_a_name_with_signs_of_html_is_known_in_a_page():
    names = PersonNames.of("X", ["Tim O'Brien & Sons"])
    assert names.out_of_page("<p>Tim O&#x27;Brien &amp; Sons</p>") == "<p>X</p>"


# --- Rows -----------------------------------------------------------------------------------------


def test_what_was_done_stays_and_undo_brings_no_name_back(admin, organization, discovery):
    person = kinds.add(actor=admin, draft=Person(organization=organization, name="Jane Doe"))
    goal = make(Goal, discovery=discovery, title="As Jane Doe said", owner=person)
    decision = make(Decision, discovery=discovery, title="Go", decided_by="Eve, Jane Doe")
    with operation(admin, "goal.changed", place=discovery) as changed:
        artifacts.change(goal, title="Otherwise")

    pseudonym = erase(admin, organization, "Jane Doe").pseudonym

    person.refresh_from_db()
    assert (str(person), person.email) == (pseudonym, "")
    assert Goal.objects.get(pk=goal.pk).owner_id == person.pk
    assert Decision.objects.get(pk=decision.pk).decided_by == f"Eve, {pseudonym}"
    undo.undo(actor=admin, target=changed)
    assert Goal.objects.get(pk=goal.pk).title == f"As {pseudonym} said"
    added = Operation.objects.get(verb="person.added")
    assert added.summary == pseudonym
    with pytest.raises(Conflict):
        undo.undo(actor=admin, target=Operation.objects.get(verb="person.erased", scope_kind="organization"))


def test_texts_stay_unless_asked_for_and_names_go_all_the_same(admin, organization, discovery):
    make(Goal, discovery=discovery, title="As Jane Doe said")
    make(Decision, discovery=discovery, title="Go", decided_by="Jane Doe")

    erase(admin, organization, "Jane Doe", texts=False)

    assert Goal.objects.get().title == "As Jane Doe said"
    assert Decision.objects.get().decided_by == "Former participant 1"


def test_two_of_one_room_are_still_told_apart(admin, organization, room):
    guests = [factories.participant(room, name) for name in ("Jane Doe", "John Roe")]
    for guest in guests:
        erase(admin, organization, guest.display_name)

    names = set(Participant.objects.values_list("display_name", flat=True))
    assert names == {"Former participant 1", "Former participant 2"}


def test_what_somebody_else_of_the_same_name_said_stays_theirs(admin, organization, room):
    one, other = (factories.participant(room, "Jane", role_title=role) for role in ("", "CFO"))
    for each in (one, other):
        say(each)
    plain = factories.participant(room, "Jane")
    say(plain)

    erasure.erase_person(
        actor=admin,
        organization=organization,
        selection=PersonRows(participants=frozenset({one.pk})),
        texts=True,
    )

    assert list(ParkingLotItem.objects.order_by("pk").values_list("captured_by", flat=True)) == [
        "Former participant 1",
        "Jane, CFO",
        "Jane",
    ]
    labels = Operation.objects.filter(actor_kind="participant").order_by("pk")
    assert [each.actor_label for each in labels] == ["Former participant 1", "Jane, CFO", "Jane"]


def test_a_guest_with_one_word_is_looked_for_where_they_were(admin, organization, room):
    elsewhere = factories.discovery(room.discovery.domain)
    factories.participant(room, "Jane")
    for discovery in (room.discovery, elsewhere):
        make(Decision, discovery=discovery, title="Jane", decided_by="Jane")

    erase(admin, organization, "Jane")

    assert Decision.objects.get(discovery=room.discovery).decided_by == "Former participant 1"
    assert Decision.objects.get(discovery=elsewhere).decided_by == "Jane"
    # A word that may mean something else is not taken out of a text.
    assert set(Decision.objects.values_list("title", flat=True)) == {"Jane"}


def test_their_devices_open_nothing_any_more(admin, organization, discovery):
    room = factories.workshop(discovery, state=WorkshopState.LIVE)
    guest = factories.participant(room, "Jane Doe")

    erase(admin, organization, "Jane Doe")

    now = Participant.objects.get(pk=guest.pk)
    assert now.secret != guest.secret
    assert now.join_key != guest.join_key
    assert now.removed_at is not None


def test_an_older_name_is_known_by_what_was_done_under_it(admin, organization, room):
    guest = factories.participant(room, "Jane Maiden")
    say(guest)
    participants.change_details(
        actor=RoomActor.of_participant(guest),
        workshop=room,
        display_name="Jane Doe",
        side="it",
        role_title="",
    )

    erase(admin, organization, "Jane Doe")

    assert ParkingLotItem.objects.get().captured_by == "Former participant 1"
    assert not Operation.objects.filter(actor_label__contains="Jane").exists()


def test_a_guest_is_erased_whose_workshop_is_gone_for_good(admin, organization, discovery, room):
    guest = factories.participant(room, "Jane Doe")
    with operation(RoomActor.of_participant(guest), "goal.added", place=room):
        artifacts.add(Goal, discovery=discovery, title="Stays")
    with operation(admin, "workshop.deleted", place=discovery):
        artifacts.trash(room)
    empty_trash(timezone.now() + timedelta(days=1))

    made = erase(admin, organization, "Jane Doe")

    added = Goal.history.get(title="Stays").operation
    assert (added.actor_label, added.actor_uuid) == (made.pseudonym, None)


# --- Who may --------------------------------------------------------------------------------------


def test_an_organization_keeps_its_last_admin(organization, admin):
    factories.member(organization, name="Mia Member")
    with pytest.raises(Conflict):
        erasure.delete_account(actor=admin, account=admin.account, texts=False)
    assert User.objects.filter(pk=admin.account.pk).exists()


@pytest.mark.parametrize("role", [OrganizationRole.MEMBER, OrganizationRole.FACILITATOR])
def test_only_admins_erase_others(organization, role):
    member = Actor.of_account(factories.member(organization, role))
    factories.member(organization, name="Jane Doe")
    with pytest.raises(NotAllowed):
        erase(member, organization, "Jane Doe")
    account = User.objects.get(name="Jane Doe")
    with pytest.raises(NotAllowed):
        erasure.delete_account(actor=member, account=account, texts=True)


def test_nobody_is_erased_when_nobody_is_named(organization, admin):
    with pytest.raises(Invalid):
        erase(admin, organization, "  ")


def test_the_outlook_names_what_an_erasure_would_change(organization, admin, discovery):
    organizations.add_member(
        actor=admin, organization=organization, email="jane@example.org", name="Jane Doe"
    )
    make(Goal, discovery=discovery, title="As Jane Doe said", description="Jane Doe again")

    chosen = selection_of(organization, [each.key for each in matches_of(organization, "jane doe")])
    preview = erasure.look(actor=admin, selection=chosen, organization=organization)

    assert (preview.mentions, preview.versions, preview.is_one_word) == (2, 0, False)
    assert "Jane Doe" in preview.names
    assert Goal.objects.get().title == "As Jane Doe said"
