"""Joining a room, coming back to it, and leaving it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

import live
from core.exceptions import Conflict, NotAllowed, NotFound
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.services import delete_discovery
from live.room_cache import RoomCache
from organizations.actors import Actor
from organizations.organization.services import delete_domain
from tests import factories
from workshops.actors import RoomActor
from workshops.joining import invitation
from workshops.joining.participants import services as participants
from workshops.models import Participant
from workshops.room.running.selectors import people_in
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

NAME = "Anna Weber"


@pytest.fixture
def workshop():
    return factories.workshop()


def form(**fields):
    return {"display_name": NAME, "side": "business", "role_title": "Head of Marketing", **fields}


def join(client, workshop, **fields):
    return client.post(reverse("discovery:join", args=[workshop.code]), form(**fields))


# --- The code -------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {1} ", "{2} {3}", "{2}-{3}", "{2} - {3}"])
def test_a_code_is_read_as_people_type_it(client, workshop, typed):
    low = workshop.code.lower()
    code = typed.format(workshop.code, low, low[:3], low[3:])

    response = client.post(reverse("discovery:join_code"), {"code": code})

    assert response["Location"] == reverse("discovery:join", args=[workshop.code])


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("ZZZZZZ", 404),
        ("", 422),
        ("K7M", 422),
        ("0OI1LU", 422),
        ("<script>", 422),
        ("x" * 10_000, 422),
        ("K7M\x002QX", 404),
    ],
)
def test_a_wrong_code_is_said_beside_the_field_and_kept(client, typed, status):
    response = client.post(reverse("discovery:join_code"), {"code": typed})

    page = response.content.decode()
    assert response.status_code == status
    assert 'class="errorlist"' in page
    assert "<script>" not in page


def test_an_unknown_link_is_a_clear_page(client):
    response = client.get(reverse("discovery:join", args=["ZZZZZZ"]))

    assert response.status_code == 404
    assert "No workshop has this code" in response.content.decode()


# --- The form -------------------------------------------------------------------------------------


def test_a_name_a_side_a_role_and_in(client, workshop):
    response = join(client, workshop)

    room = reverse("discovery:room", args=[workshop.code])
    assert response["Location"] == room
    assert client.get(room).status_code == 200
    anna = workshop.participants.get()
    assert (anna.display_name, anna.side, anna.role_title) == (NAME, "business", "Head of Marketing")


def test_the_same_phone_comes_back_as_the_same_person(client, workshop):
    join(client, workshop)

    response = client.get(reverse("discovery:join", args=[workshop.code]))

    assert response["Location"] == reverse("discovery:room", args=[workshop.code])
    assert workshop.participants.count() == 1


def test_a_form_sent_twice_is_one_person(workshop):
    page = Client().get(reverse("discovery:join", args=[workshop.code])).content.decode()
    (key,) = re.findall(r'name="join_key" value="([^"]+)"', page)

    first, second = Client(), Client()
    join(first, workshop, join_key=key)
    response = join(second, workshop, join_key=key)

    assert workshop.participants.count() == 1
    assert second.get(response["Location"]).status_code == 200


def test_a_name_of_ten_thousand_characters_loses_nothing(client, workshop):
    name = "N" * 10_000

    response = join(client, workshop, display_name=name, role_title="Data engineer")

    page = response.content.decode()
    assert response.status_code == 422
    assert name in page
    assert "Data engineer" in page
    assert "at most 60 characters" in page
    assert not workshop.participants.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": " \x00\u202e "}, "display_name"),
        ({"display_name": "\u200b\u2060\ufe0f"}, "display_name"),
        ({"side": "both"}, "side"),
        ({"side": ""}, "side"),
        ({"role_title": "r" * 81}, "role_title"),
        ({"join_key": "k" * 49}, "join_key"),
    ],
)
def test_what_cannot_be_is_said(client, workshop, fields, field):
    response = join(client, workshop, **fields)

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not workshop.participants.exists()


@pytest.mark.parametrize(
    "name", ["<b>Anna</b>", '"><img src=x>', "=1+1", "Ann\u202ea\x07", "شهرزاد", "🦊", "{{ name }}"]
)
def test_hostile_names_are_inert(client_of, workshop, name):
    client = client_of()
    join(client, workshop, display_name=name)
    facilitator = factories.access(workshop.discovery)

    for address, browser in (("room", client), ("console", client_of(facilitator))):
        page = browser.get(reverse(f"discovery:{address}", args=[workshop.code])).content.decode()
        assert "<b>Anna" not in page
        assert "<img" not in page
        assert "\u202e" not in page
        assert "\x07" not in page


def test_the_same_name_twice_is_told_apart(workshop):
    for name in ("Anna", "Ben", "anna", "Anna"):
        factories.participant(workshop, name)

    assert [person.label for person in people_in(workshop.pk)] == ["Anna", "Ben", "anna (2)", "Anna (3)"]


def test_an_account_joins_as_a_participant_once(client_of, workshop):
    account = factories.user(name="Alice")
    phone, laptop = client_of(account), client_of(account)
    assert 'value="Alice"' in phone.get(reverse("discovery:join", args=[workshop.code])).content.decode()

    join(phone, workshop)
    join(laptop, workshop)

    assert workshop.participants.get().account == account


# --- Doors that are closed ------------------------------------------------------------------------


def test_nobody_joins_an_ended_workshop(client):
    ended = factories.workshop(state=WorkshopState.ENDED)

    for response in (client.get(reverse("discovery:join", args=[ended.code])), join(client, ended)):
        assert response.status_code == 409
        assert "This workshop has ended" in response.content.decode()
    with pytest.raises(Conflict):
        participants.join(actor=Actor.nobody(), workshop=ended, display_name="X", side="it")


def test_a_deleted_discovery_closes_its_rooms(client, workshop):
    join(client, workshop)
    with operation(factories.SYSTEM, "test.deleted"):
        artifacts.trash(workshop.discovery)

    for address in ("join", "room", "stage", "console", "events"):
        url = reverse(f"discovery:{address}", args=[workshop.code])
        if address == "console":
            client.force_login(factories.user(), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(url).status_code == 404, address


@pytest.mark.parametrize("whole_domain", [False, True])
def test_open_pages_of_a_deleted_discovery_hear_of_it(workshop, monkeypatch, whole_domain):
    told = []
    monkeypatch.setattr("live.close_streams", lambda pk, audience=None: told.append((pk, audience)))
    discovery = workshop.discovery
    if whole_domain:
        delete_domain(actor=factories.SYSTEM, domain=discovery.domain)
    else:
        delete_discovery(actor=factories.SYSTEM, discovery=discovery)

    assert told == [(workshop.pk, None)]


def test_a_lost_cookie_leads_back_to_the_form(client, workshop):
    join(client, workshop)
    client.cookies.clear()
    room = reverse("discovery:room", args=[workshop.code])

    assert client.get(room)["Location"] == reverse("discovery:join", args=[workshop.code])
    by_script = client.get(room, headers={"HX-Request": "true"})
    assert by_script.status_code == 403
    assert "Join again with the code" in by_script["HX-Trigger"]


def test_a_forged_cookie_opens_nothing(client, workshop):
    join(client, workshop)
    name = f"hw_{workshop.code}"
    client.cookies[name] = client.cookies[name].value[:-3] + "abc"

    assert client.get(reverse("discovery:room", args=[workshop.code])).status_code == 302


def test_a_guest_sees_only_their_own_workshop(client, workshop):
    other = factories.workshop(workshop.discovery)
    join(client, workshop)

    assert client.get(reverse("discovery:stage", args=[workshop.code])).status_code == 200
    assert client.get(reverse("discovery:room", args=[other.code])).status_code == 302
    assert "/login/" in client.get(reverse("discovery:stage", args=[other.code]))["Location"]
    for name in ("console", "console_invite"):
        response = client.get(reverse(f"discovery:{name}", args=[workshop.code]))
        assert "/login/" in response["Location"]
    for audience in ("console", "stage"):
        url = reverse("discovery:region", args=[other.code, "main"])
        assert client.get(url, {"surface": audience}).status_code == 404


# --- Details, second device, removal --------------------------------------------------------------


def test_details_are_changed_in_the_room(client, workshop):
    join(client, workshop)
    url = reverse("discovery:participant_details", args=[workshop.code])

    refused = client.post(url, form(display_name=""), headers={"HX-Request": "true"})
    client.post(url, form(display_name="Anna W.", side="it"), headers={"HX-Request": "true"})

    assert refused.status_code == 422
    anna = workshop.participants.get()
    assert (anna.display_name, anna.side) == ("Anna W.", "it")


def test_a_personal_link_makes_a_second_device_the_same_person(client, workshop):
    join(client, workshop)
    anna = workshop.participants.get()
    page = client.get(reverse("discovery:participant_link", args=[workshop.code])).content.decode()
    link = invitation.personal_link(anna)
    assert "/me/" in page
    assert "<svg" in page
    assert "style=" not in page

    second = Client()
    response = second.get(urlsplit(link).path)

    assert response["Location"] == reverse("discovery:room", args=[workshop.code])
    assert NAME in second.get(response["Location"]).content.decode()
    assert Participant.objects.count() == 1


def test_a_device_that_is_somebody_asks_before_it_becomes_somebody_else(client_of, workshop):
    anna, ben = factories.participant(workshop, "Anna"), factories.participant(workshop, "Ben")
    device = client_of(anna)
    link = urlsplit(invitation.personal_link(ben)).path

    asked = device.get(link)

    assert asked.status_code == 200
    assert "Switch to Ben" in asked.content.decode()
    room = reverse("discovery:room", args=[workshop.code])
    assert device.get(room).wsgi_request.actor.participant == anna
    device.post(link)
    assert device.get(room).wsgi_request.actor.participant == ben


def test_the_own_link_on_the_own_device_leads_straight_to_the_room(client_of, workshop):
    anna = factories.participant(workshop, "Anna")

    answer = client_of(anna).get(urlsplit(invitation.personal_link(anna)).path)

    assert answer["Location"] == reverse("discovery:room", args=[workshop.code])


@pytest.mark.parametrize("token", ["x", "eyJ4IjoxfQ:1abc:def", "..%2F"])
def test_a_personal_link_cannot_be_made_up(client, token):
    assert client.get(f"/me/{token}/").status_code == 404


def test_a_removed_participant_is_out_everywhere(client, workshop):
    join(client, workshop)
    anna = workshop.participants.get()
    link = urlsplit(invitation.personal_link(anna)).path
    facilitator = Actor.of_account(factories.access(workshop.discovery))

    participants.remove_participant(actor=facilitator, participant=anna)

    assert client.get(reverse("discovery:room", args=[workshop.code])).status_code == 302
    assert client.get(link).status_code == 404
    assert people_in(workshop.pk) == []
    with pytest.raises(NotAllowed):
        participants.join(
            actor=Actor.nobody(), workshop=workshop, display_name="X", side="it", join_key=anna.join_key
        )


def test_guests_remove_nobody(workshop):
    guest, other = factories.participant(workshop), factories.participant(workshop)

    with pytest.raises(NotFound):
        participants.remove_participant(actor=RoomActor.of_participant(guest), participant=other)
    assert other.removed_at is None


def test_joining_asks_the_database_little(workshop, django_assert_num_queries):
    phone = Client()
    # The workshop, whether somebody guesses codes, and which activities the device may have kept texts of.
    with django_assert_num_queries(3):
        phone.get(reverse("discovery:join", args=[workshop.code]))
    # The workshop and the guessing again; then in one transaction: the workshop as it is, who sent this form
    # before, the person, the revision, who has the same name, whether there are breakout rooms, and whether a
    # scoring gives each person a share.
    with django_assert_num_queries(2 + 2 + 7) as asked:
        join(phone, workshop)
    added = next(place for place, each in enumerate(asked) if "INSERT" in each["sql"])
    locked = next(place for place, each in enumerate(asked) if "UPDATE" in each["sql"])
    assert added < locked, "who joins holds up all others only while the revision moves"


def test_what_is_drawn_once_for_all_who_join_holds_nothing_of_one(client_of, workshop, monkeypatch):
    lent = RoomCache(clock=lambda: 0.0)
    monkeypatch.setattr(live, "room_cache", lambda _workshop, revision: (lent, revision))
    address = reverse("discovery:join", args=[workshop.code])
    alice = client_of(factories.user(name="Alice"))

    for _time in range(2):  # before and after somebody had it drawn for all
        own = alice.get(address).content.decode()
        wrong = join(Client(), workshop, display_name="", side="it", role_title="Known role", join_key="mine")
        form = Client().get(address).content.decode()

        assert 'value="Alice"' in own
        for words in ('value="Known role"', 'value="mine"', "Enter the name", "checked"):
            assert words in wrong.content.decode()
            assert words not in form
        assert "Alice" not in form
