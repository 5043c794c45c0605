"""How long a session lasts, the list of one's own, and that browsers keep no pages."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from discovery.models import Discovery
from organizations.models import User
from organizations.sessions.selectors import address_of, browser_of
from organizations.sessions.services import forget_ended_sessions
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LIST = "/accounts/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def owner() -> User:
    return factories.user(email="owner@example.org", password=PASSWORD)


def _signed_in(owner: User, **extra: Any) -> Client:
    client = Client(**extra)
    client.force_login(owner)
    return client


def _hours_left(client: Client) -> float:
    ends = Session.objects.get(pk=client.session.session_key).expire_date
    return (ends - timezone.now()).total_seconds() / 3600


def _was(client: Client, **ago: float) -> None:
    session = client.session
    for name, hours in ago.items():
        session[name] = int(time.time() - hours * 3600)
    session.save()


# --- Its end --------------------------------------------------------------------------------------


def test_a_session_ends_a_day_after_it_was_used(owner: User) -> None:
    client = _signed_in(owner)
    assert 23.9 < _hours_left(client) <= 24
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=3))
    client.get(LIST)
    assert _hours_left(client) < 3  # it was noted a moment ago
    _was(client, seen_at=0.2)
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=3))
    answer = client.get(LIST)
    assert 23.9 < _hours_left(client) <= 24
    assert answer.cookies["sessionid"]["max-age"] == 24 * 3600
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get(LIST).status_code == 302


def test_what_a_page_asks_by_itself_is_no_use(discovery: Discovery) -> None:
    workshop = factories.workshop(discovery)
    client = _signed_in(factories.access(discovery, name="Fio"))
    _was(client, seen_at=1)
    Session.objects.update(expire_date=timezone.now() + timedelta(hours=3))
    for path in (f"/d/{discovery.slug}/pulse/", f"/lead-notices/?at={workshop.code}"):
        assert client.get(path).status_code == 200
        assert _hours_left(client) < 3, path
    client.post(f"/editing/{workshop.uuid}/", {"token": "of an open form"})
    client.get(f"/d/{discovery.slug}/", headers={"By-Itself": "yes"})  # others changed it (follow.js)
    assert _hours_left(client) < 3
    client.get(f"/w/{workshop.code}/stage/")  # people look at it for hours, and it asks by itself too
    assert 23.9 < _hours_left(client) <= 24


def test_however_much_it_is_used_a_session_ends_after_two_weeks(owner: User) -> None:
    client = _signed_in(owner)
    _was(client, began_at=14 * 24 - 5, seen_at=1)
    client.get(LIST)
    assert 4.9 < _hours_left(client) <= 5
    _was(client, began_at=14 * 24 + 1, seen_at=1)
    client.get(LIST)
    assert client.get(LIST).status_code == 302


def test_a_room_goes_on_when_the_two_weeks_are_over(owner: User, discovery: Discovery) -> None:
    workshop = factories.workshop(discovery)
    client = _signed_in(factories.access(discovery, name="Fio"))
    _was(client, began_at=14 * 24 + 1, seen_at=1)
    console = f"/w/{workshop.code}/console/"
    assert client.get(console).status_code == 200
    assert 10.9 < _hours_left(client) <= 11
    assert client.get(console).status_code == 200


def test_what_is_no_room_meets_a_stranger_then_and_leaves_the_room_open(discovery: Discovery) -> None:
    workshop = factories.workshop(discovery)
    client = _signed_in(factories.access(discovery, name="Fiona"))
    _was(client, began_at=14 * 24 + 1, seen_at=1)
    console = f"/w/{workshop.code}/console/"
    assert client.get(console).status_code == 200
    for path in (LIST, f"/d/{discovery.slug}/", f"/d/{discovery.slug}/pulse/"):
        assert client.get(path).status_code == 302, path
    assert "Fiona" not in client.get("/nowhere/").content.decode()
    told = client.get(f"/lead-notices/?at={workshop.code}")  # elsewhere than asked, the console would leave
    assert (told.status_code, told.content.strip()) == (200, b"")
    assert client.get(console).status_code == 200
    assert 10.9 < _hours_left(client) <= 11


def test_signing_in_again_or_out_works_from_the_room(owner: User) -> None:
    client = _signed_in(owner)
    _was(client, began_at=14 * 24 + 1, seen_at=1)
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert client.get(LIST).status_code == 200
    _was(client, began_at=14 * 24 + 1, seen_at=1)
    key = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(pk=key).exists()


def test_settings_say_how_long(owner: User, settings: Any) -> None:
    settings.SESSION_IDLE, settings.SESSION_LONGEST = timedelta(0), timedelta(days=3)
    assert 71.9 < _hours_left(_signed_in(owner)) <= 72
    settings.SESSION_IDLE = timedelta(hours=1)
    client = _signed_in(owner)
    assert 0.9 < _hours_left(client) <= 1
    _was(client, seen_at=0.11)  # a tenth of the hour
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    client.get(LIST)
    assert 0.9 < _hours_left(client) <= 1


def test_a_session_of_before_gets_its_ends(owner: User) -> None:
    client = _signed_in(owner)
    session = client.session
    for name in ("began_at", "seen_at", "seen_key"):
        del session[name]
    session.set_expiry(14 * 24 * 3600)
    session.save()
    UserSession.objects.all().delete()
    client.get(LIST)
    assert 23.9 < _hours_left(client) <= 24
    assert UserSession.objects.count() == 1


def test_signing_in_by_the_form_ends_as_well(owner: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    assert 23.9 < _hours_left(client) <= 24


def test_a_database_that_takes_no_writes_still_shows_pages(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _signed_in(owner)
    _was(client, seen_at=1)

    def full(_session: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("organizations.sessions.web.keep_session", full)
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies


def test_a_session_that_ends_meanwhile_fails_no_answer(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _signed_in(owner)
    _was(client, seen_at=1)
    monkeypatch.setattr(
        "organizations.sessions.web.note_session", lambda **_noted: Session.objects.all().delete()
    )
    answer = client.get(LIST)
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert client.get(LIST).status_code == 302


# --- The list -------------------------------------------------------------------------------------


def test_the_list_says_where_one_is_signed_in(owner: User) -> None:
    here = _signed_in(owner)
    there = Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="203.0.113.9")
    there.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    _signed_in(factories.user(email="other@example.org"))
    page = here.get(LIST).content.decode()
    assert "Firefox on Windows" in page
    assert "From 203.0.113.9." in page
    assert page.count("<time") == 4
    assert page.count(">This browser<") == 1


def test_all_others_are_ended(owner: User) -> None:
    here, there = _signed_in(owner), _signed_in(owner)
    other = _signed_in(factories.user(email="other@example.org"))
    assert there.get(LIST).status_code == 200
    here.post(LIST)
    assert there.get(LIST).status_code == 302
    assert here.get(LIST).status_code == other.get(LIST).status_code == 200
    assert UserSession.objects.count() == 2


def test_so_are_those_of_which_nothing_was_noted(owner: User) -> None:
    here, there = _signed_in(owner), _signed_in(owner)
    other = _signed_in(factories.user(email="other@example.org"))
    over, changed = _signed_in(owner), _signed_in(owner)
    UserSession.objects.exclude(session_key=here.session.session_key).delete()
    Session.objects.filter(pk=over.session.session_key).update(expire_date=timezone.now())
    of_before = changed.session
    of_before["_auth_user_hash"] = "of another password"
    of_before.save()

    page = here.get(LIST).content.decode()
    assert page.count("Unknown browser") == page.count(">This browser<") + 1 == 2
    assert "You aren’t signed in anywhere else." not in page
    here.post(LIST)
    assert "You aren’t signed in anywhere else." in here.get(LIST).content.decode()
    assert there.get(LIST).status_code == 302
    assert here.get(LIST).status_code == other.get(LIST).status_code == 200


def test_a_change_of_password_leaves_one_session(owner: User) -> None:
    here, there = _signed_in(owner), _signed_in(owner)
    new = "another long password"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    page = here.get(LIST).content.decode()
    assert there.get(LIST).status_code == 302
    assert page.count("<time") == 2
    assert ">This browser<" in page


def test_what_is_noted_ends_with_the_session(owner: User) -> None:
    _signed_in(owner)
    over = _signed_in(owner)
    Session.objects.filter(pk=over.session.session_key).delete()
    assert forget_ended_sessions() == 1
    assert UserSession.objects.count() == 1


@pytest.mark.parametrize("address", ["2001:db8::7", "::ffff:203.0.113.9", "nonsense", ""])
def test_any_address_is_noted(owner: User, address: str) -> None:
    client = Client(REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": owner.email, "password": PASSWORD})
    told = UserSession.objects.get()
    assert address_of(told.ip) in ("2001:db8::", "203.0.113.9", "")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Macintosh; Mac OS X 15) Chrome/140 Safari/537 Edg/140", "Edge on macOS"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named(said: str, words: str) -> None:
    assert browser_of(said) == words


# --- What browsers keep ---------------------------------------------------------------------------


def test_no_page_of_somebody_signed_in_is_kept(owner: User, discovery: Discovery) -> None:
    member = factories.access(discovery, name="Fio")
    client = _signed_in(member)
    for path in ("/", LIST, f"/d/{discovery.slug}/", f"/d/{discovery.slug}/access/"):
        kept = client.get(path).headers["Cache-Control"]
        assert "no-store" in kept, path
    assert "no-store" not in Client().get("/").headers.get("Cache-Control", "")


def test_pages_of_rooms_stay_as_they_were(discovery: Discovery) -> None:
    workshop = factories.workshop(discovery)
    client = _signed_in(factories.access(discovery, name="Fio"))
    assert client.get(f"/w/{workshop.code}/console/").headers["Cache-Control"] != "private, no-store"
