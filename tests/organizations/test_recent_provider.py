"""A fresh sign-in at the company's provider, for people who have no password here."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from organizations.models import User
from organizations.recent_sign_in.web import FRESH
from tests.organizations.coming import BACK, come, is_problem, said, signed_in, there
from tests.provider import Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(provider: Provider) -> Client:
    """Came by the provider, a while ago."""
    cache.clear()
    client = Client()
    come(client, provider)
    session = client.session
    session["signed_in_at"] = int(time.time()) - FRESH - 1
    session.save()
    return client


def _is_asked(client: Client) -> bool:
    """Whether deleting the account asks first."""
    return "What you typed is kept." in said(client.get("/account/delete/"))


def test_the_page_offers_the_provider_and_no_code(anna: Client) -> None:
    page = said(anna.get("/account/delete/"))
    assert 'target="again-sign-in"' in page
    assert "Send me a code" not in page
    told = anna.post("/account/delete/", {"again_step": "go"})
    assert "ACME hasn’t confirmed your sign-in yet." in said(told)


def test_who_signs_in_there_again_goes_on_with_the_same_session(anna: Client, provider: Provider) -> None:
    user, before = signed_in(anna), anna.session.session_key
    provider.claims["auth_time"] = int(time.time())
    answer = come(anna, provider, process="again")
    assert "Confirmed" in said(answer)
    assert (signed_in(anna), anna.session.session_key) == (user, before)
    assert not _is_asked(anna)


def test_the_provider_is_told_to_ask(anna: Client) -> None:
    asked = parse_qs(urlsplit(there(anna, process="again")).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


def test_whom_it_did_not_ask_again_has_to_come_once_more(anna: Client, provider: Provider) -> None:
    provider.claims["auth_time"] = int(time.time()) - FRESH - 120
    assert is_problem(come(anna, provider, process="again"), "old")
    assert _is_asked(anna)


def test_somebody_else_there_opens_nothing(anna: Client, provider: Provider) -> None:
    user = signed_in(anna)
    provider.claims |= {"sub": "somebody else", "email": "ben@acme.test"}
    assert is_problem(come(anna, provider, process="again"), "other")
    assert signed_in(anna) == user
    assert not User.objects.filter(email="ben@acme.test").exists()
    assert _is_asked(anna)


def test_nobody_takes_up_what_another_session_began(anna: Client, provider: Provider) -> None:
    begun: Any = provider.authorize(there(anna, process="again"))
    other = Client()
    assert is_problem(other.get(f"{BACK}?{begun}"), "begun")
    assert signed_in(other) is None
