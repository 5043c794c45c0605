"""What the company's provider answers: which tokens are believed, and a page for whatever else it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.test import Client

from config.page_threads import THREADS
from organizations.services import oidc_requests
from organizations.services.oidc_requests import ProviderFailed
from tests.organizations.coming import BACK, START, come, is_problem, said, signed_in, there
from tests.provider import CLIENT, Provider, crawl, hang, reply

pytestmark = pytest.mark.django_db


# --- Tokens that are not believed -----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda claims: claims.update(nonce="another"),
        lambda claims: claims.pop("nonce"),
        lambda claims: claims.update(iss="https://evil.example.com"),
        lambda claims: claims.update(aud="another program"),
        lambda claims: claims.update(aud=[CLIENT, "another"], azp="another"),
        lambda claims: claims.pop("exp"),
        lambda claims: claims.pop("sub"),
    ],
    ids=["nonce", "no nonce", "issuer", "audience", "azp", "no end", "nobody"],
)
def test_a_token_for_something_else_is_not_believed(
    provider: Provider, change: Callable[[dict[str, Any]], object]
) -> None:
    provider.token = change
    client = Client()
    assert is_problem(come(client, provider), "answer")
    assert signed_in(client) is None


@pytest.mark.parametrize(("key", "algorithm"), [("another", "RS256"), ("own", "HS256"), ("own", "none")])
def test_a_token_that_somebody_else_signed_is_not_believed(
    provider: Provider, key: str, algorithm: str
) -> None:
    provider.signs_with, provider.algorithm = key, algorithm
    assert is_problem(come(Client(), provider), "answer")


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_clock_that_is_off_is_named(provider: Provider, hours: int) -> None:
    provider.clock = hours * 3600
    assert is_problem(come(Client(), provider), "clock")


def test_a_clock_that_is_off_by_half_a_minute_is_no_harm(provider: Provider) -> None:
    provider.clock = 30
    client = Client()
    come(client, provider)
    assert signed_in(client) is not None


def test_a_state_counts_once_and_in_its_browser(provider: Provider) -> None:
    client = Client()
    back = f"{BACK}?{provider.authorize(there(client))}"
    assert is_problem(Client().get(back), "begun")
    assert client.get(back).status_code == 302
    assert is_problem(client.get(back), "begun")
    assert is_problem(Client().get(BACK), "begun")


def test_a_code_of_somebody_elses_sign_in_is_refused(provider: Provider) -> None:
    """The verifier of PKCE is another."""
    code = dict(parse_qsl(provider.authorize(there(Client()))))["code"]
    client = Client()
    state = parse_qs(urlsplit(there(client)).query)["state"][0]
    assert is_problem(client.get(f"{BACK}?code={code}&state={state}"), "answer")
    assert signed_in(client) is None


def test_each_sign_in_has_a_state_a_nonce_and_a_challenge_of_its_own(provider: Provider) -> None:
    client = Client()
    seen = [parse_qs(urlsplit(there(client)).query) for _ in range(12)]
    for name in ("state", "nonce", "code_challenge"):
        values = [each[name][0] for each in seen]
        assert len(set(values)) == 12
        assert all(len(value) >= 32 for value in values)


# --- What the provider does instead ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "kind"), [("access_denied", "cancelled"), ("server_error", "refused"), ("x\r\ny", "refused")]
)
def test_refused_and_cancelled_have_a_page(provider: Provider, error: str, kind: str) -> None:
    client = Client()
    state = parse_qs(urlsplit(there(client)).query)["state"][0]
    assert is_problem(client.get(BACK, {"error": error, "state": state}), kind)


BROKEN: dict[str, tuple[Callable[[Any], None], str]] = {
    "503": (lambda request: reply(request, {}, 503), "down"),
    "404": (lambda request: reply(request, {}, 404), "answer"),
    "no JSON": (lambda request: reply(request, b"<html>"), "answer"),
    "a list": (lambda request: reply(request, []), "answer"),
    "cut": (lambda request: request.connection.close(), "down"),
    "nothing": (lambda request: reply(request, {}), "answer"),
    "letters": (lambda request: reply(request, b"\xff\xfe"), "answer"),
    "hanging": (hang, "slow"),
    "crawling": (crawl, "slow"),
}


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks", "/token", "/userinfo"])
def test_whatever_the_provider_answers_is_a_page(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, how: str, path: str
) -> None:
    behave, kind = BROKEN[how]
    if kind == "slow":
        monkeypatch.setattr(oidc_requests, "PATIENCE", 0.4)
    provider.only_in_userinfo = ("email",)
    answered = threading.Event()

    def answer(request: Any) -> None:
        behave(request)
        if behave is hang:
            answered.set()

    provider.on_path[path] = answer
    client = Client()
    response = client.post(START) if path.startswith("/.well-known") else come(client, provider)
    assert not answered.is_set(), "it waited for the provider"
    if path == "/token" and kind == "down" and how == "503":
        kind = "answer"
    assert is_problem(response, kind), said(response)
    assert signed_in(client) is None
    eventually_free()


def eventually_free() -> None:
    """The threads that asked are free again, however the provider behaves."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if oidc_requests._places._value == oidc_requests.AT_ONCE:
            return
        time.sleep(0.01)
    raise AssertionError("a thread still asks")


def test_a_provider_that_is_away(provider: Provider, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert is_problem(Client().post(START), "down")


def test_it_waits_five_seconds_and_never_in_all_threads(provider: Provider) -> None:
    """Whoever comes as two wait already is told at once, and asks again by itself with the same code."""
    assert oidc_requests.AT_ONCE < THREADS
    late = Client()
    back = f"{BACK}?{provider.authorize(there(late))}"
    provider.on_path["/token"] = hang
    took: list[float] = []

    def wait() -> None:
        began = time.monotonic()
        with pytest.raises(ProviderFailed, match=r"5 seconds|timed out"):
            oidc_requests.in_time(lambda: oidc_requests.ask(f"{provider.issuer}/token"))
        took.append(time.monotonic() - began)

    waiting = [threading.Thread(target=wait) for _ in range(oidc_requests.AT_ONCE)]
    for each in waiting:
        each.start()
    while oidc_requests._places._value:
        time.sleep(0.01)
    response = late.get(back)
    assert not took, "it waited as long as the two before"
    assert is_problem(response, "busy")
    assert response["Refresh"] == "2"
    for each in waiting:
        each.join()
    assert all(4.5 < each < 9.5 for each in took), "once five seconds, not twice"
    eventually_free()
    del provider.on_path["/token"]
    assert late.get(back).status_code == 302
    assert signed_in(late) is not None


def test_without_a_provider_there_is_no_such_page(settings: Any) -> None:
    assert Client().post(START).status_code == Client().get(BACK).status_code == 404
    assert "Continue with" not in said(Client().get("/accounts/login/"))
