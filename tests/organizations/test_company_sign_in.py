"""Signing in by the company's provider: whose account it is, who may come in, and what is said else."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from organizations.actors import Actor
from organizations.models import Membership, User
from organizations.oidc.services import GOOGLE, IdentityClaims
from organizations.organization.models import OrganizationRole
from organizations.organization.services import add_member
from organizations.services import company_accounts
from organizations.services.oidc_requests import ProviderFailed
from organizations.services.one_time_links import issue_sign_in_link
from tests import factories
from tests.organizations.coming import ANNA, BACK, START, come, is_problem, said, signed_in, there
from tests.outbox import work
from tests.provider import Provider

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
PASSWORD = "correct horse battery"


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
    work()
    (told,) = mail.outbox
    assert told.to == ["anna@acme.test"]
    assert "ACME" in str(told.body)


def test_a_second_confirmed_address_is_its_owners_too(provider: Provider) -> None:
    user = factories.user(email="private@example.org")
    EmailAddress.objects.create(user=user, email="anna@acme.test", verified=True)
    client = Client()
    come(client, provider)
    assert signed_in(client) == user


@pytest.mark.parametrize(("issuer", "is_theirs"), [("", True), ("https://other.test", False)])
def test_a_link_of_an_earlier_version_still_leads_to_its_account(
    provider: Provider, issuer: str, is_theirs: bool
) -> None:
    user = factories.user(email="before@acme.test")
    said_then = {"id_token": {"iss": issuer or provider.issuer, "sub": "1"}}
    SocialAccount.objects.create(user=user, provider="company", uid="1", extra_data=said_then)
    for _ in range(2):
        client = Client()
        come(client, provider)
        assert (signed_in(client) == user) is is_theirs


def test_of_two_tabs_at_once_the_second_finds_what_the_first_made(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    found_then = company_accounts._with_address

    def other_tab(email: str) -> None:
        monkeypatch.setattr(company_accounts, "_with_address", found_then)
        come(Client(), provider)

    monkeypatch.setattr(company_accounts, "_with_address", other_tab)
    client = Client()
    come(client, provider)
    assert signed_in(client) == User.objects.get()


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
    claims = IdentityClaims(
        GOOGLE, "1", "anna@acme.test", is_verified=True, name="Anna", hosted_domain=hosted
    )
    if is_let_in:
        assert company_accounts.account_of(claims).email == "anna@acme.test"
    else:
        with pytest.raises(ProviderFailed, match="domain"):
            company_accounts.account_of(claims)


def test_userinfo_about_another_address_verifies_nothing(provider: Provider) -> None:
    def change(claims: dict[str, Any]) -> None:
        claims["email"] = "boss@acme.test"
        del claims["email_verified"]

    provider.token = change
    assert is_problem(come(Client(), provider), "unverified")


def test_a_closed_account_stays_closed(provider: Provider) -> None:
    come(Client(), provider)
    User.objects.update(is_active=False)
    client = Client()
    assert is_problem(come(client, provider), "closed")
    assert signed_in(client) is None


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
    came = IdentityClaims("https://id.acme.test", "1", theirs, is_verified=True, name="")
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
