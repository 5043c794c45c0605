"""What somebody with bad intentions tries, and what they get."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from discovery.models import User
from tests import factories

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_attempts_yet(settings: Any) -> None:
    cache.clear()  # where allauth counts attempts
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a fast one


# --- E-mail and addresses -------------------------------------------------------------------------


@pytest.mark.parametrize("whose", ["known", "unknown"])
def test_a_forged_host_does_not_get_into_mail(settings: Any, whose: str) -> None:
    """Else a reset that an attacker asks for would send its owner, with the key, to the attacker's host."""
    settings.BASE_URL = "https://headwaters.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    factories.user(email="known@example.org", password=PASSWORD)
    asking = {"email": f"{whose}@example.org"}
    Client().post("/accounts/password/reset/", asking, headers={"host": "evil.example.com"})
    (message,) = mail.outbox
    text = f"{message.subject} {message.body}"
    assert "evil" not in text
    assert "https://headwaters.example.org/accounts/" in text


def test_a_mailed_link_works(settings: Any) -> None:
    settings.BASE_URL = "http://testserver"
    factories.user(email="known@example.org", password=PASSWORD)
    Client().post("/accounts/password/reset/", {"email": "known@example.org"})
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert link is not None
    assert Client().get(link[1], follow=True).status_code == 200


def test_attempts_to_sign_in_are_counted_whatever_the_request_claims(settings: Any) -> None:
    """Neither a forged Host nor a forged X-Forwarded-For gives more guesses at one account."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.TRUSTED_PROXIES = 0
    factories.user(email="known@example.org", password=PASSWORD)
    for number in range(8):
        Client().post(
            "/accounts/login/",
            {"login": "known@example.org", "password": "wrong"},
            headers={"host": f"h{number}.example.org", "x-forwarded-for": f"198.51.100.{number}"},
        )
    answer = Client().post("/accounts/login/", {"login": "known@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_behind_a_proxy_each_client_has_attempts_of_its_own(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(12):
        Client().post(
            "/accounts/login/",
            {"login": f"nobody{number}@example.org", "password": "wrong"},
            headers={"x-forwarded-for": "198.51.100.1"},
        )
    factories.user(email="known@example.org", password=PASSWORD)
    answer = Client().post(
        "/accounts/login/",
        {"login": "known@example.org", "password": PASSWORD},
        headers={"x-forwarded-for": "198.51.100.2"},
    )
    assert answer.status_code == 302


@pytest.mark.parametrize(
    "target",
    ["https://evil.example.com/", "//evil.example.com", "/\\evil.example.com", "javascript:alert(1)"],
)
def test_signing_in_leads_nowhere_else(settings: Any, target: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    factories.user(email="known@example.org", password=PASSWORD)
    answer = Client().post(
        "/accounts/login/", {"login": "known@example.org", "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/"


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/3rdparty/signup/"])
def test_closed_signing_up_makes_no_account(settings: Any, path: str) -> None:
    settings.SIGNUP_OPEN = False
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD, "name": "New"}
    Client().post(path, form)
    assert not User.objects.filter(email="new@example.org").exists()
    from allauth.socialaccount.adapter import get_adapter

    assert not get_adapter().is_open_for_signup(Client().get("/").wsgi_request, None)
