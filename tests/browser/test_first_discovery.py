"""From the one-time link of a new account to a live workshop, with each click and each typed field counted:
by one form, with three domains, and by *Start a discovery* with its prepared workshops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from discovery.discoveries.models import SittingStream
from tests.browser import looking
from tests.browser.conftest import Open
from tests.served import Headwaters

pytestmark = pytest.mark.browser

NEWCOMER = """
import json
from organizations.actors import Actor
from organizations.models import User
from organizations.services.one_time_links import issue_sign_in_link
newcomer = User.objects.create_user("{name}@example.org", None, name="{name} New")
link = issue_sign_in_link(actor=Actor.system("test"), user=newcomer)
print("LINK", json.dumps(link.partition("/sign-in/")[2]))
"""
DOMAINS = """
import json
from organizations.models import Domain
from workshops.models import Workshop
names = Domain.objects.filter(organization__name="{organization}").values_list("name", flat=True)
workshops = Workshop.objects.filter(discovery__domain__organization__name="{organization}")
places = workshops.values_list("discovery__domain__name", flat=True)
print("DOMAINS", json.dumps([sorted(names), list(places)]))
"""


_NUMBERS = count(1)


class Counted:
    """A newcomer at the page of their sign-in link; counts what they click and type."""

    def __init__(self, page: Page, watch: looking.Watch) -> None:
        self.page = page
        self.watch = watch
        self.clicks = 0
        self.fields = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name, exact=True))

    def fill(self, label: str, value: str) -> None:
        self.fields += 1
        self.page.get_by_label(label).fill(value)


@pytest.fixture
def newcomer(headwaters: Headwaters, open_browser: Open) -> Iterator[Counted]:
    name = f"nora{next(_NUMBERS)}"
    context, watch = open_browser(name, 1280, 800)
    page = context.new_page()
    token = headwaters.told(NEWCOMER.format(name=name), "LINK")
    page.goto(f"{headwaters.url}/sign-in/{token}")
    yield Counted(page, watch)
    assert not watch.failures


def _is_live(page: Page) -> None:
    expect(page.get_by_role("button", name="Eyes up")).to_be_visible()
    assert page.locator("[data-region='agenda'] li").count() > 2


def test_one_form_leads_to_a_live_workshop_in_five_clicks_and_two_fields(newcomer: Counted) -> None:
    page = newcomer.page
    newcomer.button("Sign in")
    newcomer.link("Start a workshop")
    looking.settled(page)
    wrong = looking.axe_in_both_themes(page)
    looking.screenshot(page, "workshop-now")
    expect(page.get_by_role("button", name="Create the workshop")).to_be_in_viewport(ratio=1)
    newcomer.fill("Organization", "Wind Power")
    newcomer.fill("Domains", "Turbines")
    expect(page.get_by_label("Agenda")).to_have_count(3)
    newcomer.click(page.get_by_text("Whole discovery"))
    shown = [each for each in page.get_by_label("Agenda").all() if each.is_visible()]
    assert [each.input_value() for each in shown] == ["value_tree"], "the agendas of another purpose"
    newcomer.button("Create the workshop")
    newcomer.button("Start the workshop")
    _is_live(page)
    assert (newcomer.clicks, newcomer.fields) == (5, 2)
    assert wrong == []


def test_three_domains_and_a_workshop_in_one_of_them_in_eight_clicks(
    newcomer: Counted, headwaters: Headwaters
) -> None:
    newcomer.button("Sign in")
    newcomer.link("Start a workshop")
    newcomer.fill("Organization", "Solar Power")
    newcomer.fill("Domains", "Panels, Grid, Trading")
    newcomer.button("Create the workshop")
    expect(newcomer.page.get_by_role("button", name="Start the workshop")).to_be_visible()
    assert newcomer.clicks <= 8
    domains = headwaters.told(DOMAINS.format(organization="Solar Power"), "DOMAINS")
    assert domains == [["Grid", "Panels", "Trading"], ["Panels"]]


def test_somebody_with_an_organization_chooses_the_place(newcomer: Counted) -> None:
    page = newcomer.page
    newcomer.button("Sign in")
    newcomer.link("Start a workshop")
    newcomer.fill("Organization", "Gas Power")
    newcomer.button("Create the workshop")
    looking.goto(page, "/")
    newcomer.link("Start a workshop")
    place = page.get_by_label("Organization and domain")
    name = page.get_by_label("Organization", exact=True)
    expect(name).to_be_hidden()
    place.select_option("A new organization")
    name.fill("gas power")
    newcomer.watch.expecting(r"status of 422 .*/workshops/new/")
    newcomer.button("Create the workshop")
    expect(page.locator(".has-error").get_by_text("You already have “gas power”.")).to_be_visible()
    expect(name).to_have_value("gas power")
    place.select_option("Gas Power: First domain")
    newcomer.click(page.get_by_text("Plan data products"))
    newcomer.button("Create the workshop")
    expect(page.get_by_role("link", name="Plan data products")).to_be_visible()


def test_a_discovery_with_prepared_workshops_takes_five_clicks_and_three_fields(newcomer: Counted) -> None:
    page = newcomer.page
    newcomer.button("Sign in")
    newcomer.link("Start a discovery")
    looking.settled(page)
    wrong = looking.axe_in_both_themes(page)
    looking.screenshot(page, "first-discovery")
    newcomer.fill("Organization", "Grid Power")
    newcomer.fill("Domain", "Metering")
    newcomer.fill("Name of the discovery", "Meters first")
    newcomer.button("Start the discovery")
    expect(page.get_by_role("heading", name="Meters first")).to_be_visible()
    leading = page.get_by_role("region", name="Value tree")
    expect(leading.get_by_role("link")).to_have_text(
        [
            "Set a date: Value tree",
            "Invite: Value tree",
            "Rehearse: Value tree",
            "Open the console: Value tree",
        ]
    )
    prepared = page.get_by_role("region", name="Prepared workshops")
    expect(prepared.get_by_role("listitem")).to_have_count(5)
    expect(prepared.get_by_role("link", name="Import your data")).to_be_visible()
    newcomer.link("Workshops")
    streams = page.locator("main").get_by_role("heading", level=2)
    expect(streams).to_have_text([str(label) for label in SittingStream.labels])
    page.go_back()
    newcomer.clicks -= 1  # the list isn't on the way
    newcomer.click(leading.get_by_role("link", name="Open the console"))
    newcomer.button("Start the workshop")
    _is_live(page)
    assert newcomer.clicks <= 5
    assert newcomer.fields <= 3
    assert wrong == []
