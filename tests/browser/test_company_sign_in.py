"""Signing in by a company's provider in a real browser, against a real provider whose page of people is on a
second origin: who comes in and who doesn't, and that every failure has a page with a way back."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import axe, goto, screenshot
from tests.served import ROOT, Headwaters, free_port

pytestmark = [pytest.mark.browser, pytest.mark.sqlite("the provider is asked, and pages looked at")]
CLIENT, SECRET = "headwaters", "a secret that only the two know"
PEOPLE: dict[str, dict[str, Any]] = {
    "new": {"name": "Nadia New", "email": "nadia@acme.test", "email_verified": True},
    "invited": {"name": "Ivo Invited", "email": "ivo@acme.test", "email_verified": True},
    "member": {"name": "Other Name", "email": "meret@acme.test", "email_verified": True},
    "squatted": {"name": "Sven Owner", "email": "sven@acme.test", "email_verified": True},
    "claims": {"name": "Mallory", "email": "meret@acme.test", "email_verified": False},
    "successor": {"name": "Second Meret", "email": "meret@acme.test", "email_verified": True},
    "unverified": {"name": "Uli", "email": "uli@acme.test", "email_verified": False},
    "unknown": {"name": "Umar", "email": "umar@acme.test"},
    "addressless": {"name": "Ada"},
    "stranger": {"name": "Stranger", "email": "stranger@evil.test", "email_verified": True},
    "private": {"name": "Paula", "email": "paula.private@acme.test", "email_verified": True},
}
ACCOUNTS = """
from allauth.account.models import EmailAddress
from organizations.models import Organization, User
from organizations.actors import Actor
from organizations.organization.services import add_member
from workshops.demo import ACTOR
add_member(actor=ACTOR, organization=Organization.objects.get(), email="ivo@acme.test")
for name, confirmed in (("meret", True), ("sven", False), ("paula", True)):
    user = User.objects.create_user(f"{name}@acme.test", "correct horse battery", name=name.title())
    EmailAddress.objects.create(user=user, email=user.email, verified=confirmed, primary=True)
"""


class Company:
    """The provider, in a process of its own."""

    def __init__(self, headwaters: Headwaters) -> None:
        self.port, self.second = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.told = {
            "port": self.port,
            "second": self.second,
            "redirect": f"{headwaters.url}/accounts/oidc/company/login/callback/",
            "client": CLIENT,
            "secret": SECRET,
            "people": PEOPLE,
        }

    def start(self) -> None:
        """Up, and ready."""
        environment = os.environ | {"PROVIDER": json.dumps(self.told)}
        self.process = subprocess.Popen(
            ["node", str(ROOT / "tests/browser/provider.mjs")],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        assert "ready" in self.process.stdout.readline()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()

    def clock(self, off: int) -> None:
        """Its clock is off by so many seconds."""
        httpx.get(f"{self.url}/clock?off={off}")

    def will_get(self, name: str) -> None:
        """It gets this signal as the next code is to be redeemed."""
        httpx.get(f"{self.url}/signal?name={name}")


class OfACompany(Headwaters):
    """The product with its demo, whose sign-up is closed, and that knows the provider."""

    def __init__(self, folder: Path, prepared: Path) -> None:
        super().__init__(folder, prepared=prepared)
        self.company = Company(self)
        self.environment |= {
            "HEADWATERS_SIGNUP": "0",
            "HEADWATERS_OIDC_ISSUER": self.company.url,
            "HEADWATERS_OIDC_NAME": "ACME",
            "HEADWATERS_OIDC_CLIENT_ID": CLIENT,
            "HEADWATERS_OIDC_SECRET": SECRET,
            "HEADWATERS_OIDC_DOMAINS": "acme.test",
        }


@pytest.fixture(scope="module")
def headwaters(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfACompany]:
    """A server with accounts of the company, and the provider beside it."""
    running = OfACompany(tmp_path_factory.mktemp("company"), prepared)
    running.company.start()
    try:
        with running:
            running.python(ACCOUNTS)
            yield running
            assert "Traceback" not in running.log.read_text()
    finally:
        running.company.end()


@pytest.fixture
def company(headwaters: OfACompany) -> Company:
    """The provider."""
    return headwaters.company


@pytest.fixture
def page(open_browser: Open, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A browser of nobody yet, at the page for signing in; what its console complains of fails the test."""
    context, watch = open_browser(request.node.name, 1280, 800)
    # Pages that refuse have such a status; a policy that forbids is something else.
    watch.expecting("the server responded with a status of (403|409|502|504)")
    page = context.new_page()
    goto(page, "/accounts/login/")
    yield page
    assert watch.failures == []
    context.close()


def come_as(page: Page, who: str) -> None:
    """Press the button, and choose who one is on the provider's second origin."""
    page.get_by_role("button", name="Continue with ACME").click()
    page.get_by_role("link", name=who, exact=True).click()


def is_in(page: Page, headwaters: Headwaters) -> None:
    page.wait_for_url(f"{headwaters.url}/")
    expect(page.get_by_role("heading", level=1, name="Your discoveries")).to_be_visible()


def is_refused(page: Page, words: str) -> None:
    """A page of ours with the name of the provider, the reason, and a way back that leads to the button."""
    expect(page.get_by_role("heading", level=1, name="ACME couldn’t sign you in")).to_be_visible()
    expect(page.get_by_text(words)).to_be_visible()
    assert axe(page) == []
    screenshot(page, "provider_problem")
    page.get_by_role("link", name="Back to sign in").click()
    expect(page.get_by_role("button", name="Continue with ACME")).to_be_visible()


def name_of(page: Page) -> str:
    page.goto("/account/name/")
    return page.get_by_label("Your name").input_value()


def test_a_colleague_comes_in_though_signing_up_is_closed(page: Page, headwaters: Headwaters) -> None:
    come_as(page, "new")
    is_in(page, headwaters)
    expect(page.get_by_text("Set a password")).to_have_count(0)
    assert name_of(page) == "Nadia New"
    screenshot(page, "account_name")
    page.get_by_label("Your name").fill("Nadia N.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    come_as(page, "new")
    is_in(page, headwaters)
    assert name_of(page) == "Nadia N."


def test_an_invitation_is_taken_up(page: Page, headwaters: Headwaters) -> None:
    come_as(page, "invited")
    is_in(page, headwaters)
    expect(page.get_by_text("You don’t belong to an organization yet")).to_have_count(0)
    assert name_of(page) == "Ivo Invited"


def test_an_account_with_a_password_is_found_and_its_successor_is_not_let_in(
    page: Page, headwaters: Headwaters
) -> None:
    come_as(page, "claims")
    is_refused(page, "doesn’t confirm that your email address is verified")
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    come_as(page, "member")
    is_in(page, headwaters)
    assert name_of(page) == "Meret"
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    come_as(page, "successor")
    is_refused(page, "is connected with another account at ACME")


def test_who_squatted_on_an_address_is_out_once_its_owner_comes(page: Page, headwaters: Headwaters) -> None:
    come_as(page, "squatted")
    is_in(page, headwaters)
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    page.get_by_label("Email").fill("sven@acme.test")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("not correct")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("unverified", "doesn’t confirm that your email address is verified"),
        ("unknown", "doesn’t confirm that your email address is verified"),
        ("addressless", "ACME didn’t send a usable email address"),
        ("stranger", "doesn’t belong to the company"),
        ("nobody", "The sign-in was canceled at ACME"),
    ],
)
def test_who_is_not_let_in_reads_why(page: Page, who: str, words: str) -> None:
    come_as(page, who)
    is_refused(page, words)


def test_the_company_is_connected_from_ones_account(page: Page, headwaters: Headwaters) -> None:
    page.get_by_label("Email").fill("paula@acme.test")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    is_in(page, headwaters)
    page.goto("/accounts/3rdparty/")
    page.get_by_role("button", name="Connect ACME").click()
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Connect ACME").click()
    page.get_by_role("link", name="private", exact=True).click()
    expect(page.get_by_text("ACME is connected.")).to_be_visible()
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    come_as(page, "private")
    is_in(page, headwaters)
    assert name_of(page) == "Paula"


def test_a_clock_that_is_off(page: Page, company: Company) -> None:
    company.clock(7200)
    try:
        come_as(page, "new")
        is_refused(page, "The clocks of ACME and this server differ")
    finally:
        company.clock(0)


def test_a_provider_that_hangs_or_is_away_while_somebody_is_there(
    page: Page, headwaters: Headwaters, company: Company
) -> None:
    """As its code is to be redeemed: a page of ours comes within the time-out."""
    company.will_get("SIGSTOP")
    try:
        come_as(page, "new")
        is_refused(page, "ACME took too long to answer")
    finally:
        company.process.send_signal(signal.SIGCONT)
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    company.will_get("SIGKILL")
    come_as(page, "new")
    is_refused(page, "We can’t reach ACME")
    company.end()
    company.start()
    page.context.clear_cookies()
    goto(page, "/accounts/login/")
    come_as(page, "new")
    is_in(page, headwaters)


def test_a_provider_that_hangs_holds_two_threads_for_five_seconds(
    headwaters: OfACompany, company: Company
) -> None:
    """Eight people come back at once; others read pages meanwhile."""

    def comes_back(person: httpx.Client) -> tuple[int, float]:
        token = person.get("/accounts/login/").cookies["csrftoken"]
        shown = person.post("/accounts/oidc/company/login/", headers={"X-CSRFToken": token}).text
        state = re.findall(r"state=([\w-]+)", shown)[0]
        states.append(state)
        ready.wait()
        began = time.monotonic()
        back = {"state": state, "code": "any"}
        answer = person.get("/accounts/oidc/company/login/callback/", params=back)
        return answer.status_code, time.monotonic() - began

    states: list[str] = []
    read_in: list[float] = []
    ready = threading.Barrier(9, timeout=30)
    with ThreadPoolExecutor(8) as threads, ExitStack() as clients:
        people = [clients.enter_context(httpx.Client(base_url=headwaters.url, timeout=30)) for _ in range(8)]
        coming = [threads.submit(comes_back, person) for person in people]
        try:
            while len(states) < 8:
                time.sleep(0.05)
            company.process.send_signal(signal.SIGSTOP)
            ready.wait()
            for _ in range(20):
                began = time.monotonic()
                assert httpx.get(f"{headwaters.url}/accounts/login/", timeout=5).status_code == 200
                read_in.append(time.monotonic() - began)
            came = [each.result() for each in coming]
        finally:
            company.process.send_signal(signal.SIGCONT)
    assert max(read_in) < 2
    assert sorted(status for status, _took in came) == [503] * 6 + [504] * 2
    assert max(took for _status, took in came) < 7


def test_the_command_finds_the_connection_in_order_and_says_what_is_not(headwaters: OfACompany) -> None:
    tried = "from django.core.management import call_command\ncall_command('check_sign_in')"
    said = headwaters.python(tried)
    assert "WRONG" not in said
    assert "it accepts HEADWATERS_OIDC_CLIENT_ID and HEADWATERS_OIDC_SECRET" in said
    changes = {"OIDC_SECRET": "it refuses", "BASE_URL": "that the redirect URI is registered"}
    for name, words in changes.items():
        other = (
            f"from django.conf import settings\nsettings.{name} = 'http://127.0.0.1:1'\n"
            "from django.core.management.base import CommandError\n"
            "from django.core.management import call_command\n"
            "try:\n    call_command('check_sign_in')\nexcept CommandError as error:\n    print(error)"
        )
        said = headwaters.python(other)
        assert words in said
        assert "people can't sign in" in said
