"""Signing in and going wrong: pages that stand alone say what happened and offer the next step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from organizations.models import User
from workshops.models import Participant

PROBLEMS = ["400", "403", "404", "405", "409", "413", "422", "429", "503", "problem"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_page_says_the_sentence_offers_a_step_and_asks_no_database(
    rf: RequestFactory, name: str
) -> None:
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = render_to_string(f"{name}.html", {"message": "Only <b>this</b>.", "status": 409}, request)
    assert len(queries) == 0
    assert "Only &lt;b&gt;this&lt;/b&gt;." in html or name == "404"
    assert html.count("button primary") == 1
    assert "<h1>" in html


def test_the_page_for_a_broken_server_needs_no_request() -> None:
    html = render_to_string("500.html")
    assert "Something went wrong on our side" in html
    assert 'href="/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "Create an account"),
        ("/accounts/password/reset/", "Forgot your password?"),
        ("/accounts/password/reset/done/", "Check your email"),
        ("/accounts/password/reset/key/no-such/", "This link was used or has expired"),
        ("/accounts/password/reset/key/done/", "Your password was changed"),
        ("/accounts/confirm-email/", "Check your email"),
        ("/accounts/confirm-email/no-such/", "This link no longer works"),
        ("/accounts/inactive/", "This account is closed"),
    ],
)
def test_pages_of_the_entrance_are_ours(client: Client, path: str, words: str) -> None:
    html = client.get(path).content.decode()
    assert f"<h1>{words}</h1>" in html
    assert f"<title>{words} · Headwaters</title>" in html
    assert 'class="entrance-card"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/password/change/", "/accounts/logout/", "/accounts/3rdparty/"]
)
def test_pages_of_an_account_are_ours(
    client_of: Callable[[User | Participant | None], Client], path: str
) -> None:
    ana = User.objects.create_user("ana@example.com", "a long enough one", name="Ana <Ruiz>")
    html = client_of(ana).get(path).content.decode()
    assert "· Headwaters</title>" in html
    assert html.count("<h1>") == 1
    assert "<Ruiz>" not in html


@pytest.mark.django_db
def test_a_wrong_password_is_told_beside_the_form_and_keeps_the_address(client: Client) -> None:
    answer = client.post("/accounts/login/", {"login": '"ana"@example.com', "password": "x"})
    html = answer.content.decode()
    assert 'role="alert"' in html or "errorlist" in html
    assert "&quot;ana&quot;@example.com" in html
