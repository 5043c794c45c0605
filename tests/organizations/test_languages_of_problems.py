"""What went wrong is told to guests in their language, and to who is signed in in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from config import errors
from organizations.web.middleware import not_a_page, not_saved
from tests import factories

pytestmark = pytest.mark.django_db
GERMAN = {"Accept-Language": "de-AT, en;q=0.5"}
NOWHERE = ("/join//", "/nowhere", "/w/ABC/no/such/page/")


def told(response: Any) -> tuple[str, str]:
    """The language of the page, and its heading."""
    html = response.content.decode()
    language = re.search(r'<html lang="([^"]+)"', html)
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert language, html[:300]
    assert heading
    return language[1], heading[1].strip()


def in_language(language: str, message: str) -> tuple[str, str]:
    with translation.override(language):
        return language, translation.gettext(message)


@pytest.mark.parametrize("address", NOWHERE)
def test_an_unknown_address_answers_a_guest_in_their_language(client: Client, address: str) -> None:
    before = translation.get_language()
    answer = client.get(address, headers=GERMAN)
    assert answer.status_code == 404
    assert told(answer) == in_language("de", "Page not found")
    assert told(answer)[1] != "Page not found"
    assert {"accept-language", "cookie"} <= set(answer.headers["Vary"].lower().split(", "))
    client.cookies["language"] = "es"
    assert told(client.get(address, headers=GERMAN)) == in_language("es", "Page not found")
    assert translation.get_language() == before


def test_who_is_signed_in_reads_english(client_of: Callable[..., Client]) -> None:
    signed_in = client_of(factories.user())
    assert told(signed_in.get("/join//", headers=GERMAN)) == ("en", "Page not found")
    assert told(client_of().get("/join//", headers={"Accept-Language": "it"})) == ("en", "Page not found")


def test_a_session_that_ended_is_a_guest_s(client: Client) -> None:
    client.cookies["sessionid"] = "ended"
    assert told(client.get("/join//", headers=GERMAN))[0] == "de"


def test_other_refusals_are_in_the_guest_s_language() -> None:
    client = Client(enforce_csrf_checks=True)
    refusals = {
        405: client.generic("PUT", "/join/", headers=GERMAN),
        403: client.post("/accounts/login/", {"login": "x"}, headers={**GERMAN, "Origin": "null"}),
        400: client.get("/join/", headers={**GERMAN, "Host": "not..a-host"}),
    }
    for status, answer in refusals.items():
        assert (status, answer.status_code, told(answer)[0]) == (status, status, "de")


@pytest.mark.parametrize(
    ("tell", "status"),
    [
        *((errors.forbidden, 403), (not_a_page, 405), (errors.too_many, 429)),
        *((errors.server_error, 500), (not_saved, 503)),
    ],
)
def test_what_libraries_and_the_server_refuse_is_in_the_guest_s_language(
    tell: Callable[[HttpRequest], HttpResponse], status: int
) -> None:
    answer = tell(RequestFactory().get("/", headers=GERMAN))
    assert (answer.status_code, told(answer)[0]) == (status, "de")


def test_a_database_that_is_away_keeps_no_one_from_the_page_about_it() -> None:
    class Away:
        @property
        def is_authenticated(self) -> bool:
            raise DatabaseError

    request = RequestFactory().get("/", headers=GERMAN)
    request.COOKIES["sessionid"] = "kept"
    request.user = Away()  # type: ignore[assignment]  # all that is read of it
    assert told(errors.server_error(request))[0] == "en"


@pytest.mark.parametrize("failure", [DatabaseError, InterfaceError])
def test_a_page_about_the_database_does_not_ask_it_again(failure: type[Exception]) -> None:
    """Each attempt to connect may take seconds of a page thread."""

    class Asked:
        @property
        def is_authenticated(self) -> bool:
            pytest.fail("it is asked again")

    request = RequestFactory().get("/", headers=GERMAN)
    request.COOKIES["sessionid"] = "kept"
    request.user = Asked()  # type: ignore[assignment]  # all that is read of it
    asked: list[str] = []
    try:
        raise failure
    except failure:
        asked.append(told(errors.server_error(request))[0])
    assert asked == ["en"]
