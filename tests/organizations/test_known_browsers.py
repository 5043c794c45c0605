"""Wrong passwords count by account and address together, so that nobody keeps the owner of an account out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from organizations.models import User
from organizations.web.lockout_exempt_browsers import cookie_name
from tests import factories

pytestmark = [
    pytest.mark.django_db,
    # The limits count within a minute, which so many attempts may take on a busy machine.
    pytest.mark.usefixtures("_at_noon"),
]
PASSWORD, EMAIL = "correct horse battery", "ann@example.org"


@pytest.fixture
def _at_noon() -> object:
    cache.clear()
    with time_machine.travel(datetime(2026, 3, 5, 12, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def ann() -> User:
    return factories.user(email=EMAIL, password=PASSWORD)


def comes_in(client: Client, *, by: str = PASSWORD, email: str = EMAIL, address: str = "10.0.0.1") -> bool:
    answer = client.post("/accounts/login/", {"login": email, "password": by}, REMOTE_ADDR=address)
    return answer.status_code == 302


def locked(address: str) -> None:
    """Somebody guesses from the address until no password is looked at any more."""
    for _time in range(6):
        assert not comes_in(Client(), by="a wrong one", address=address)
    assert not comes_in(Client(), address=address)


@pytest.mark.usefixtures("ann")
def test_who_guesses_elsewhere_keeps_nobody_out() -> None:
    locked("10.0.0.7")
    assert comes_in(Client(), address="10.0.0.8")
    assert not comes_in(Client(), address="10.0.0.7")


@pytest.mark.usefixtures("ann")
def test_a_browser_that_signed_in_before_is_let_through_from_the_same_address() -> None:
    known = Client()
    assert comes_in(known)
    known.post("/accounts/logout/")
    locked("10.0.0.1")
    assert comes_in(known)


@pytest.mark.usefixtures("ann")
def test_a_known_browser_guesses_no_more_than_others() -> None:
    known = Client()
    assert comes_in(known)
    known.post("/accounts/logout/")
    for _time in range(6):
        assert not comes_in(known, by="a wrong one")
    assert not comes_in(known)
    # Neither do its attempts take any of others, nor another address give it more.
    assert not comes_in(known, address="10.0.0.9")
    assert comes_in(Client())


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("cookie", ["forged", "of another account"])
def test_a_cookie_that_is_none_of_the_account_helps_nobody(cookie: str) -> None:
    mine = Client()
    if cookie == "forged":
        mine.cookies[cookie_name()] = "1.mark:signature"
    else:
        factories.user(email="eve@example.org", password=PASSWORD)
        assert comes_in(mine, email="eve@example.org")
        mine.post("/accounts/logout/")
    for _time in range(6):
        assert not comes_in(mine, by="a wrong one")
    assert not comes_in(mine)


def test_the_cookie_opens_nothing_and_is_kept_from_scripts(ann: User) -> None:
    client = Client()
    assert comes_in(client)
    cookie = client.cookies[cookie_name()]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert EMAIL not in cookie.value
    del client.cookies[settings.SESSION_COOKIE_NAME]
    assert client.get("/accounts/email/").status_code == 302
    # Signed in by another way, such as a link, it stays the same browser.
    mark = cookie.value.split(":")[0]
    client.post("/accounts/logout/")
    assert comes_in(client)
    assert client.cookies[cookie_name()].value.split(":")[0] == mark
    assert mark.startswith(f"{ann.pk}.")
