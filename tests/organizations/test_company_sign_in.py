"""Signing in by the company's provider: whose account it is, who may come in, and what is said else."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from organizations.actors import Actor
from organizations.models import Membership, User
from organizations.models.organization import OrganizationRole
from organizations.services import asking, company_accounts
from organizations.services.asking import ProviderFailed
from organizations.services.identity import GOOGLE, Claims
from organizations.services.organizations import add_member
from organizations.services.sign_in import issue_sign_in_link
from organizations.web.identity import WORDS
from tests import factories
from tests.provider import CLIENT, SECRET, Provider, crawl, hang, reply

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
START, BACK = "/accounts/oidc/company/login/", "/accounts/oidc/company/login/callback/"
PASSWORD = "correct horse battery"
ANNA = {"sub": "1", "email": "anna@acme.test", "email_verified": True, "name": "Anna Álvarez"}


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider that is set up, and where Anna is signed in."""
    cache.clear()
    with Provider(claims=dict(ANNA)) as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_NAME = "ACME"
        settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = CLIENT, SECRET
        app = {"provider_id": "company", "name": "ACME", "client_id": CLIENT, "secret": SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"APPS": [{**app, "settings": {"server_url": running.issuer}}]}
        }
        yield running


def there(client: Client, **sent: str) -> str:
    """Where the page leads that the button opens."""
    shown = client.post(START, sent)
    assert shown.status_code == 200, shown.content.decode()
    (link,) = re.findall(r'class="button primary" href="(http[^"]+)"', shown.content.decode())
    assert shown["Refresh"] == f"0; url={unescape(link)}"
    return unescape(link)


def come(client: Client, provider: Provider, **sent: str) -> HttpResponse:
    """Sign in there and come back."""
    return client.get(f"{BACK}?{provider.authorize(there(client, **sent))}")


def signed_in(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def said(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def is_problem(response: HttpResponse, kind: str) -> bool:
    """Whether it is our page for this kind, which names the provider and leads back."""
    status, words = WORDS[kind]
    text = said(response)
    return (
        response.status_code == status
        and str(words) % {"provider": "ACME"} in text
        and "ACME" in str(words) % {"provider": "ACME"}
        and ("/accounts/login/" in text or "/accounts/3rdparty/" in text)
    )


# --- Whose account --------------------------------------------------------------------------------


def test_a_stranger_comes_in_under_the_name_that_the_provider_says(provider: Provider) -> None:
    client = Client()
    response = come(client, provider)
    assert (response.status_code, response["Location"]) == (302, "/")
    user = signed_in(client)
    assert user is not None
    assert (user.email, str(user), user.has_usable_password()) == ("anna@acme.test", "Anna Álvarez", False)
    assert EmailAddress.objects.filter(user=user, email=user.email, verified=True, primary=True).exists()
    # The same person again, under another address and name: by issuer and subject.
    provider.claims |= {"email": "anna.a@acme.test", "name": "A. Álvarez", "email_verified": False}
    again = Client()
    come(again, provider)
    assert signed_in(again) == user
    assert User.objects.get().name == "Anna Álvarez"


def test_closed_signing_up_closes_passwords_not_the_provider(provider: Provider, settings: Any) -> None:
    settings.SIGNUP_OPEN = False
    form = {"email": "new@acme.test", "password1": PASSWORD, "password2": PASSWORD, "name": "New"}
    Client().post("/accounts/signup/", form)
    assert not User.objects.exists()
    client = Client()
    come(client, provider)
    assert signed_in(client) is not None


def test_an_invitation_is_taken_up(provider: Provider) -> None:
    organization = factories.organization()
    admin = Actor.of_account(factories.member(organization, OrganizationRole.ADMIN))
    invited = add_member(actor=admin, organization=organization, email="Anna@acme.test").user
    link = urlsplit(issue_sign_in_link(actor=admin, user=invited)).path
    client = Client()
    come(client, provider)
    assert signed_in(client) == invited
    assert str(User.objects.get(pk=invited.pk)) == "Anna Álvarez"
    assert Membership.objects.filter(user=invited, organization=organization).exists()
    assert Client().post(link).status_code == 404
    home = said(client.get("/"))
    assert organization.name in home
    assert "Set a password" not in home
    assert "Password" not in said(client.get("/account/name/"))


@pytest.mark.django_db(transaction=True)
def test_a_confirmed_account_keeps_its_password_and_is_told(provider: Provider) -> None:
    user = factories.user(email="anna@acme.test", password=PASSWORD, name="Anna")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    come(client, provider)
    assert signed_in(client) == user
    kept = User.objects.get(pk=user.pk)
    assert kept.check_password(PASSWORD)
    assert kept.name == "Anna"
    (told,) = mail.outbox
    assert told.to == ["anna@acme.test"]
    assert "ACME" in str(told.body)


def test_a_second_confirmed_address_is_its_owners_too(provider: Provider) -> None:
    user = factories.user(email="private@example.org")
    EmailAddress.objects.create(user=user, email="anna@acme.test", verified=True)
    client = Client()
    come(client, provider)
    assert signed_in(client) == user


# --- Attacks by an address ------------------------------------------------------------------------


@pytest.mark.parametrize("verified", [False, None, "false", "no", 1, []])
def test_an_address_that_is_not_verified_opens_no_account(provider: Provider, verified: object) -> None:
    factories.user(email="anna@acme.test", password=PASSWORD)
    provider.claims |= {"sub": "evil", "email_verified": verified}
    if verified is None:
        del provider.claims["email_verified"]
    client = Client()
    assert is_problem(come(client, provider), "unverified")
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


def test_a_tenant_of_ones_own_is_trusted(provider: Provider, settings: Any) -> None:
    """Entra ID sends no `email_verified`."""
    settings.OIDC_TRUST_EMAIL = True
    del provider.claims["email_verified"]
    client = Client()
    come(client, provider)
    assert signed_in(client) is not None


def test_who_took_the_address_before_has_no_way_in_any_more(provider: Provider) -> None:
    """Somebody signs up with Anna's address, which they cannot confirm, and waits."""
    squatted = factories.user(email="anna@acme.test", password=PASSWORD, name="Anna")
    EmailAddress.objects.create(user=squatted, email="anna@acme.test", verified=False, primary=True)
    EmailAddress.objects.create(user=squatted, email="evil@example.com", verified=True)
    squatter = Client()
    squatter.force_login(squatted, "django.contrib.auth.backends.ModelBackend")
    client = Client()
    come(client, provider)
    assert signed_in(client) == squatted
    assert not User.objects.get(pk=squatted.pk).has_usable_password()
    assert squatter.get("/account/name/").status_code == 302
    rows = EmailAddress.objects.filter(user=squatted)
    assert [(each.email, each.verified) for each in rows] == [("anna@acme.test", True)]


def test_an_unconfirmed_second_address_draws_nobody_in(provider: Provider) -> None:
    other = factories.user(email="evil@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=other, email="anna@acme.test", verified=False)
    client = Client()
    come(client, provider)
    assert signed_in(client) not in (None, other)


def test_an_address_that_was_given_to_somebody_else_opens_nothing(provider: Provider) -> None:
    come(Client(), provider)
    provider.claims["sub"] = "2"
    client = Client()
    assert is_problem(come(client, provider), "taken")
    assert signed_in(client) is None


def test_a_subject_says_nothing_without_its_issuer(provider: Provider, settings: Any) -> None:
    come(Client(), provider)
    with Provider(claims={**ANNA, "email": "other@acme.test"}) as another:
        settings.OIDC_ISSUER = another.issuer
        client = Client()
        come(client, another)
    assert User.objects.count() == 2
    user = signed_in(client)
    assert user is not None
    assert user.email == "other@acme.test"


@pytest.mark.parametrize(
    "email", ["\u212aate@acme.test", "kate@acme.test\u200b", "", None, 7, "kate", "@", "a@\n"]
)
def test_a_letter_that_looks_alike_is_no_address(provider: Provider, email: object) -> None:
    """The Kelvin sign in small letters is a k."""
    factories.user(email="kate@acme.test")
    provider.claims["email"] = email
    client = Client()
    assert is_problem(come(client, provider), "no_address")
    assert signed_in(client) is None


def test_only_the_companys_domains_come_in(provider: Provider, settings: Any) -> None:
    settings.OIDC_DOMAINS = ["acme.test"]
    for email in (
        "anna@acme.test.evil.com",
        "anna@evil.com",
        "anna@acme.test@evil.com",
        "anna@sub.acme.test",
    ):
        provider.claims = {**ANNA, "email": email}
        client = Client()
        assert is_problem(come(client, provider), "domain")
        assert signed_in(client) is None
    provider.claims = {**ANNA, "email": "Anna@ACME.test"}
    client = Client()
    come(client, provider)
    assert signed_in(client) is not None


@pytest.mark.parametrize(("hosted", "is_let_in"), [("acme.test", True), ("", False), ("evil.com", False)])
def test_google_has_to_say_that_the_account_is_the_companys(
    settings: Any, hosted: str, is_let_in: bool
) -> None:
    """Anybody may have an account at Google with an address of any domain, also long after they left."""
    settings.OIDC_DOMAINS = ["acme.test"]
    claims = Claims(GOOGLE, "1", "anna@acme.test", is_verified=True, name="Anna", hosted_domain=hosted)
    if is_let_in:
        assert company_accounts.account_of(claims).email == "anna@acme.test"
    else:
        with pytest.raises(ProviderFailed, match="domain"):
            company_accounts.account_of(claims)


def test_userinfo_about_another_address_verifies_nothing(provider: Provider) -> None:
    provider.token = lambda claims: claims.update(email="boss@acme.test") or claims.pop("email_verified")
    assert is_problem(come(Client(), provider), "unverified")


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    come(Client(), provider)
    User.objects.update(is_active=False)
    client = Client()
    assert is_problem(come(client, provider), "closed")
    assert signed_in(client) is None


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
    monkeypatch.setattr(asking, "PATIENCE", 0.4)
    behave, kind = BROKEN[how]
    provider.only_in_userinfo = ("email",)
    provider.on_path[path] = behave
    client = Client()
    began = time.monotonic()
    response = client.post(START) if path.startswith("/.well-known") else come(client, provider)
    assert time.monotonic() - began < 3
    if path == "/token" and kind == "down" and how == "503":
        kind = "answer"
    assert is_problem(response, kind), said(response)
    assert signed_in(client) is None
    eventually_free()


def eventually_free() -> None:
    """The threads that asked are free again, however the provider behaves."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if asking._places._value == asking.AT_ONCE:
            return
        time.sleep(0.01)
    raise AssertionError("a thread still asks")


def test_a_provider_that_is_away(provider: Provider, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert is_problem(Client().post(START), "down")


def test_it_waits_five_seconds_and_never_in_all_threads(provider: Provider) -> None:
    """Whoever comes as two wait already is told at once, and asks again by itself with the same code."""
    late = Client()
    back = f"{BACK}?{provider.authorize(there(late))}"
    provider.on_path["/token"] = hang
    took: list[float] = []

    def wait() -> None:
        began = time.monotonic()
        with pytest.raises(ProviderFailed, match="5 seconds"):
            asking.in_time(lambda: asking.ask(f"{provider.issuer}/token"))
        took.append(time.monotonic() - began)

    waiting = [threading.Thread(target=wait) for _ in range(asking.AT_ONCE)]
    for each in waiting:
        each.start()
    while asking._places._value:
        time.sleep(0.01)
    began = time.monotonic()
    response = late.get(back)
    assert time.monotonic() - began < 2
    assert is_problem(response, "busy")
    assert response["Refresh"] == "2"
    for each in waiting:
        each.join()
    assert all(4.5 < each < 6.5 for each in took)
    eventually_free()
    del provider.on_path["/token"]
    assert late.get(back).status_code == 302
    assert signed_in(late) is not None


def test_without_a_provider_there_is_no_such_page(settings: Any) -> None:
    assert Client().post(START).status_code == Client().get(BACK).status_code == 404
    assert "Continue with" not in said(Client().get("/accounts/login/"))


# --- Addresses, and where it leads ----------------------------------------------------------------


def test_the_way_back_is_at_the_base_address(provider: Provider, settings: Any) -> None:
    settings.BASE_URL = "https://workshops.acme.test:8443"
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"host": "127.0.0.1:8518"})
    asked = parse_qs(urlsplit(there(client)).query)
    assert asked["redirect_uri"] == [f"https://workshops.acme.test:8443{BACK}"]


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("/organizations/new/", "/organizations/new/"),
        ("https://evil.example.com/", "/"),
        ("//evil.example.com", "/"),
        ("/\\evil.example.com", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_it_leads_where_one_wanted_to_go_and_nowhere_else(
    provider: Provider, target: str, leads: str
) -> None:
    assert come(Client(), provider, next=target)["Location"] == leads


def test_the_pages_of_the_library_are_gone(provider: Provider) -> None:
    for path in ("login/cancelled/", "login/error/", "signup/"):
        assert Client().get(f"/accounts/3rdparty/{path}").status_code == 404


# --- Connecting, and one's own name ---------------------------------------------------------------


def test_connecting_asks_for_the_password(provider: Provider, client_of: ClientOf) -> None:
    user = factories.user(email="private@example.org", password=PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = client_of(user)
    asked = client.post(START, {"process": "connect"})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    connected = come(client, provider, process="connect")
    assert connected["Location"] == reverse("socialaccount_connections")
    assert "ACME is connected." in said(client.get(connected["Location"]))
    assert "anna@acme.test" in said(client.get(connected["Location"]))
    other = Client()
    come(other, provider)
    assert signed_in(other) == user


def test_connecting_without_a_password_is_for_who_just_signed_in(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of(factories.user(email="anna@acme.test"))
    session = client.session
    session["signed_in_at"] = 0
    session.save()
    assert client.post(START, {"process": "connect"}).status_code == 403
    session["signed_in_at"] = int(time.time())
    session.save()
    assert come(client, provider, process="connect").status_code in (302, 303)


def test_what_somebody_else_began_connects_nothing(provider: Provider, client_of: ClientOf) -> None:
    client = client_of(factories.user(email="anna@acme.test"))
    back = f"{BACK}?{provider.authorize(there(client, process='connect'))}"
    begun = dict(client.session["identity_begun"])
    client.force_login(factories.user(), "django.contrib.auth.backends.ModelBackend")
    kept = client.session
    kept["identity_begun"] = begun
    kept.save()
    assert is_problem(client.get(back), "begun")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("theirs", "is_confirmed", "is_let_in"),
    [
        ("evil@example.com", False, False),
        ("evil@example.com", True, True),
        ("owner@acme.test", False, True),
        ("", False, False),
    ],
)
def test_who_invites_somebody_does_not_connect_a_company_account_of_their_own(
    theirs: str, is_confirmed: bool, is_let_in: bool
) -> None:
    invited = factories.user(email="owner@acme.test")
    EmailAddress.objects.create(user=invited, email=invited.email, verified=is_confirmed, primary=True)
    came = Claims("https://id.acme.test", "1", theirs, is_verified=True, name="")
    if is_let_in:
        company_accounts.connect(invited, came)
        company_accounts.connect(invited, came)
        with pytest.raises(ProviderFailed, match="taken"):
            company_accounts.connect(factories.user(), came)
    else:
        with pytest.raises(ProviderFailed, match="unconfirmed"):
            company_accounts.connect(invited, came)
    assert SocialAccount.objects.filter(user=invited).count() == int(is_let_in)


def test_people_change_their_own_name(client_of: ClientOf) -> None:
    user = factories.user(name="anna@acme.test")
    client = client_of(user)
    assert client.post("/account/name/", {"name": " "}).status_code == 422
    assert client.post("/account/name/", {"name": "x" * 121}).status_code == 422
    assert client.post("/account/name/", {"name": "Anna Álvarez"}).status_code in (302, 303)
    assert User.objects.get(pk=user.pk).name == "Anna Álvarez"


def test_who_came_by_a_link_is_told_to_set_a_password(client_of: ClientOf) -> None:
    assert "Set a password" in said(client_of(factories.user()).get("/"))
