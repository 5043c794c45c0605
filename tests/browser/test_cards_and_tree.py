"""Three phones that write cards in pairs and draw the value tree together, in browsers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = {"is_mobile": True, "has_touch": True}
AWAY = ("net::ERR_", "Failed to load resource: net", "ERR_INTERNET_DISCONNECTED")
MAKE = """
import json
from organizations.actors import Actor
from organizations.models import Domain
from workshops.agenda.services import add_activity, change_activity
from discovery.discoveries.services import create_discovery
from workshops.workshop.services import add_workshop
actor = Actor.system("test")
discovery = create_discovery(
    actor=actor, domain=Domain.objects.first(), name="Supply together", template="three_streams"
)
workshop = add_workshop(actor=actor, discovery=discovery, name="Cards and tree")
for each in workshop.tracks.get().activities.all():
    each.delete()
for kind, title in (
    ("welcome", "Welcome"),
    ("write_use_cases", "Write in pairs"),
    ("tree_together", "Our tree"),
    ("talk", "Talk"),
):
    made = add_activity(actor=actor, workshop=workshop, kind=kind, title=title)
    if kind == "write_use_cases":
        change_activity(actor=actor, activity=made, settings={"together": "pairs"})
print("MADE " + json.dumps([workshop.code, str(workshop.uuid)]))
"""


@dataclass
class Room:
    """`wrong` is what axe found, and pages that are too wide."""

    code: str
    console: Page
    stage: Page
    open_browser: Open
    watches: list[Watch]
    phones: dict[str, Page] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def join(self, name: str, side: str) -> Page:
        context, watch = self.open_browser(name, 360, 740, **PHONE)
        self.watches.append(watch)
        page = self.phones[name] = context.new_page()
        page.goto(f"/join/{self.code}/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label(side, exact=True).check()
        page.get_by_role("button", name="Join").click()
        looking.arrived(page)
        return page

    def look(self, step: str, *names: str) -> None:
        pages = {"console": self.console, "stage": self.stage, **self.phones}
        for name in names:
            page = pages[name]
            looking.settled(page)
            self.wrong += looking.axe_in_both_themes(page)
            if wide := looking.wider_than_the_screen(page):
                self.wrong.append(f"{step}, {name}: {wide}")
            for scheme in looking.SCHEMES:
                looking.show_in(page, scheme)
                looking.screenshot(page, f"together-{step}-{name}-{scheme}")
            looking.show_in(page, "light")

    def next(self, title: str) -> None:
        self.console.get_by_role("button", name="Next activity").click()
        for page in (self.console, *self.phones.values()):
            expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        # The title of the stage may be a question, below that of the activity.
        expect(self.stage.get_by_role("banner")).to_contain_text(title)


@pytest.fixture
def room(headwaters: Headwaters, open_browser: Open) -> Room:
    code, _uuid = headwaters.told(MAKE, "MADE")
    laptop, heard = open_browser("facilitator", 1280, 800)
    console = laptop.new_page()
    sign_in(console, headwaters)
    looking.goto(console, f"/w/{code}/console/")
    projector, shown = open_browser("stage", 1920, 1080)
    projector.add_cookies(laptop.cookies())  # type: ignore[arg-type]  # the same, as got
    stage = projector.new_page()
    stage.goto(f"/w/{code}/stage/")
    return Room(code, console, stage, open_browser, [heard, shown])


def test_cards_in_pairs_and_a_tree_together(room: Room) -> None:
    anna, ben = room.join("Anna", "Business"), room.join("Ben", "IT")
    room.console.get_by_role("button", name="Start the workshop").click()
    room.next("Write in pairs")
    write_in_a_pair(room, anna, ben)
    a_latecomer_writes_along(room)
    two_edit_the_same_card(room, anna, ben)
    offline_and_sent_later(room, anna)
    room.next("Our tree")
    draw_the_tree(room, anna, ben)
    assert not room.wrong, "\n".join(room.wrong)
    failures = [failure for watch in room.watches for failure in watch.failures]
    assert not failures, "\n".join(failures)


def write_in_a_pair(room: Room, anna: Page, ben: Page) -> None:
    expect(anna.get_by_text("You write with Ben.")).to_be_visible()
    expect(ben.get_by_text("You write with Anna.")).to_be_visible()
    # What is wrong is said beside its field, and what was written is kept.
    for watch in room.watches:
        watch.expecting(r"status of 422 .*/cards/")
    anna.get_by_label("Name of the use case").fill("Early warning")
    anna.get_by_label("We believe").fill("b" * 1001)
    anna.get_by_role("button", name="Add to the board").click()
    expect(anna.locator("#card-form .errorlist")).to_contain_text("1000")
    expect(anna.get_by_label("Name of the use case")).to_have_value("Early warning")
    room.look("errors", "Anna")
    # Ben is typing while Anna's card arrives: it comes into the list, and his text stays.
    ben.get_by_label("Name of the use case").fill("Half a thought")
    anna.get_by_label("We believe").fill("seeing <b>churn</b> early")
    anna.get_by_role("button", name="Add to the board").click()
    for page in (anna, ben):
        expect(page.locator(".own-cards")).to_contain_text("Early warning")
        expect(page.locator(".own-cards")).to_contain_text("Anna and Ben")
    expect(ben.get_by_label("Name of the use case")).to_have_value("Half a thought")
    expect(ben.get_by_text("The room has moved on")).to_be_hidden()
    expect(room.stage.locator(".board-card")).to_contain_text("Anna and Ben")
    expect(room.stage.get_by_text("seeing <b>churn</b> early")).to_be_visible()
    ben.get_by_label("Name of the use case").fill("")
    room.look("pairs", "console", "stage", "Anna")


def a_latecomer_writes_along(room: Room) -> None:
    chloe = room.join("Chloé", "Business")
    expect(chloe.locator("#written-with")).to_contain_text("Ben")
    chloe.get_by_label("Name of the use case").fill("Fewer returns")
    chloe.get_by_role("button", name="Add to the board").click()
    for page in room.phones.values():
        expect(page.locator(".own-cards")).to_contain_text("Fewer returns")
        expect(page.locator(".room-board")).to_be_hidden()  # all of it is listed as their own
    # The facilitator seats her alone.
    room.console.get_by_label("Person to move").select_option(label="Chloé")
    room.console.get_by_role("button", name="Move", exact=True).click()
    expect(chloe.get_by_text("You write alone")).to_be_visible()
    on_the_board = chloe.locator(".room-board .board-card:visible")
    expect(on_the_board).to_have_text(re.compile("Early warning"))
    expect(room.console.locator(".writing-groups > li")).to_have_count(2)


def two_edit_the_same_card(room: Room, anna: Page, ben: Page) -> None:
    for watch in room.watches:
        watch.expecting(r"status of 409 .*/cards/")
    for page in (anna, ben):
        page.get_by_role("button", name="Edit Early warning").click()
        expect(page.locator("#dialog").get_by_label("Name of the use case")).to_have_value("Early warning")
    for page, words in ((anna, "Anna’s warning"), (ben, "Ben’s warning")):
        page.locator("#dialog").get_by_label("Name of the use case").fill(words)
        page.locator("#dialog").get_by_role("button", name="Save").click()
        if page is anna:
            expect(page.locator("#dialog")).to_be_hidden()
    expect(ben.locator("#dialog .versions").first).to_contain_text("Anna’s warning")
    room.look("versions", "Ben")
    ben.locator("#dialog").get_by_role("button", name="Save").click()
    expect(ben.locator("#dialog")).to_be_hidden()
    for page in (anna, ben):
        expect(page.locator(".own-cards")).to_contain_text("Ben’s warning")


def offline_and_sent_later(room: Room, anna: Page) -> None:
    for watch in room.watches:
        watch.expecting(*AWAY)
    anna.context.set_offline(True)
    anna.get_by_label("Name of the use case").fill("Written in a tunnel")
    anna.get_by_role("button", name="Add to the board").click()
    expect(anna.locator("[data-contribute-pending]")).to_contain_text("Written in a tunnel")
    expect(anna.get_by_text("Not sent yet.")).to_be_visible()
    anna.context.set_offline(False)
    expect(anna.locator(".own-cards")).to_contain_text("Written in a tunnel")
    expect(room.stage.locator(".board-card").filter(has_text="Written in a tunnel")).to_have_count(1)
    expect(anna.locator("[data-contribute-pending]")).to_be_hidden()


def draw_the_tree(room: Room, anna: Page, ben: Page) -> None:
    console, stage = room.console, room.stage
    chloe = room.phones["Chloé"]
    anna.get_by_label("A goal").fill("Nobody waits for medicine")
    anna.get_by_role("button", name="Propose it").click()
    expect(anna.locator(".own-cards")).to_contain_text("On the list")
    proposal = console.locator("#proposals li").filter(has_text="Nobody waits for medicine")
    expect(proposal).to_contain_text("Anna")
    room.look("list", "console", "Anna")
    proposal.get_by_role("button", name="Add to the tree").click()
    for page in (console, stage, *room.phones.values()):
        expect(page.locator(".live-goal h3")).to_have_text("Nobody waits for medicine")
    expect(anna.locator(".own-cards .chip")).to_have_text("In the tree")

    console.get_by_role("button", name="Ask for hypotheses").click()
    expect(stage.get_by_text("Propose hypotheses on your phone.")).to_be_visible()
    for page, words in ((ben, "Knowing the stock of every pharmacy"), (chloe, "Ordering a week earlier")):
        page.get_by_label("Helps reach the goal").select_option(label="Nobody waits for medicine")
        page.get_by_label("A hypothesis").fill(words)
        page.get_by_role("button", name="Propose it").click()
        expect(console.locator("#proposals")).to_contain_text(words)
    for accepted in (1, 2):
        console.get_by_role("button", name="Add to the tree").first.click()
        expect(stage.locator(".live-bets .bet")).to_have_count(accepted)
        # On the console as well: the next press must not take the same once more.
        expect(console.get_by_role("button", name="Add to the tree")).to_have_count(2 - accepted)
    console.get_by_role("button", name="Ask for measures").click()
    chloe.get_by_label("Measures the success of").select_option(label="Ordering a week earlier")
    chloe.get_by_label("A measure of success").fill("Days until the parcel is there")
    chloe.get_by_role("button", name="Propose it").click()
    console.get_by_role("button", name="Add to the tree").click()
    expect(anna.locator(".live-measures")).to_contain_text("Days until the parcel is there")
    # Edited where it stands; a vision by hand of the room.
    console.get_by_role("button", name="Edit Nobody waits for medicine").click()
    console.locator("#dialog").get_by_label("Goal").fill("Nobody waits for their medicine")
    console.locator("#dialog").get_by_role("button", name="Save").click()
    expect(chloe.locator(".live-goal h3")).to_have_text("Nobody waits for their medicine")
    room.look("tree", "console", "stage", "Chloé")
