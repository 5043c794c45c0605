"""The kinds that people answer, one after another: a phone by keyboard, the console, the stage."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.test_keyboard import tab_to
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PREPARE = """
import json
from django.http import HttpResponse
from discovery.models import Discovery
from workshops.room.running.services import start_workshop
from workshops.web.cookies import remember
from tests import factories
from tests.factories import SYSTEM
workshop = factories.workshop(Discovery.objects.get(slug="commercial-discovery"), "Asking everybody")
for kind, title, settings, anonymous in AGENDA:
    factories.activity(workshop, kind, title, settings=settings, is_anonymous=anonymous)
anna, bo = factories.participant(workshop, "Anna"), factories.participant(workshop, "Bo", "it")
start_workshop(actor=SYSTEM, workshop=workshop)
cookies = [
    {name: morsel.value for name, morsel in remember(HttpResponse(), person).cookies.items()}
    for person in (anna, bo)
]
print("ROOM " + json.dumps({"code": workshop.code, "cookies": cookies}))
"""
AGENDA: list[tuple[str, str, dict[str, Any], bool]] = [
    ("check_in", "How do you arrive?", {"form": "word", "at_once": True}, False),
    ("presentation", "Where we stand", {"slides": "# Fewer, better bets\n\n---\n\n- one\n- two"}, False),
    ("poll", "Which market first?", {"form": "one", "options": ["DACH", "Nordics"]}, False),
    ("poll", "How sure are you?", {"form": "scale", "low_label": "Guessing"}, True),
    ("consent", "Do we start?", {"proposal": "We start in May."}, False),
    ("questions", "Open points?", {}, False),
    ("break", "Coffee", {}, False),
    ("roti", "Was it worth it?", {}, True),
]
# The server refuses an objection without a reason, which the browser mentions.
REFUSED = "422"


class Asking:
    """Two phones, a console and a stage; `wrong` is what axe found on the way."""

    def __init__(self, headwaters: Headwaters, open_browser: Open) -> None:
        code = f"AGENDA = {AGENDA!r}\n{PREPARE}"
        self.room = headwaters.told(code, "ROOM")
        self.wrong: list[str] = []
        self.watches = []
        laptop, watch = open_browser("facilitator", 1280, 800)
        self.watches.append(watch)
        self.console = laptop.new_page()
        sign_in(self.console, headwaters)
        self.console.goto(f"/w/{self.room['code']}/console/")
        self.stage = laptop.new_page()
        self.stage.set_viewport_size({"width": 1920, "height": 1080})
        self.stage.goto(f"/w/{self.room['code']}/stage/")
        self.anna, self.bo = [self._phone(open_browser, headwaters, place) for place in (0, 1)]

    def _phone(self, open_browser: Open, headwaters: Headwaters, place: int) -> Page:
        context, watch = open_browser(f"phone {place}", 360, 740)
        self.watches.append(watch)
        for name, value in self.room["cookies"][place].items():
            context.add_cookies([{"name": name, "value": value, "url": headwaters.url}])
        page = context.new_page()
        page.goto(f"/w/{self.room['code']}/")
        return page

    def look(self, name: str) -> None:
        """All screens as they stand: axe finds nothing, nothing is too wide for the phone or too small."""
        for page in (self.anna, self.console, self.stage):
            looking.settled(page)
        self.wrong += looking.axe_in_both_themes(self.anna)
        self.wrong += [*looking.axe(self.console), *looking.axe(self.stage)]
        for page in (self.anna, self.stage):
            if wider := looking.wider_than_the_screen(page):
                self.wrong.append(f"{name}: {wider}")
        self.wrong += [f"{name}: {small}" for small in self.anna.evaluate(looking.SMALL_TARGETS)]
        for which, page in (("phone", self.anna), ("console", self.console), ("stage", self.stage)):
            looking.screenshot(page, f"answers-{name}-{which}")

    def next(self, title: str) -> None:
        self.console.keyboard.press("ArrowRight")
        for page in (self.console, self.anna, self.bo):
            expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        # The title of the stage is the question; the activity may be above it.
        expect(self.stage.get_by_role("banner")).to_contain_text(title)

    def press(self, name: str, confirm: bool = False) -> None:
        """A button of the console, by keyboard."""
        main = self.console.get_by_role("main")
        main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name)).first.focus()
        self.console.keyboard.press("Enter")
        if confirm:
            self.console.locator("#confirm-dialog").get_by_role("button", name=name).focus()
            self.console.keyboard.press("Enter")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def saved(page: Page) -> None:
    expect(page.locator("[data-contribute-state]")).to_contain_text("Saved")


def test_every_kind_by_keyboard(headwaters: Headwaters, open_browser: Open) -> None:
    room = Asking(headwaters, open_browser)
    check_in(room)
    present(room)
    poll(room)
    consent(room)
    ask(room)
    rest_and_look_back(room)
    assert not room.wrong, "\n".join(room.wrong)
    failures = [each for watch in room.watches for each in watch.failures if REFUSED not in each]
    assert not failures, "\n".join(failures)


def check_in(room: Asking) -> None:
    for page, word in ((room.anna, "Curious"), (room.bo, "curious!")):
        tab_to(page, page.get_by_label("Your word"))
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        saved(page)
    expect(room.stage.locator(".cloud")).to_contain_text("×2")
    expect(room.anna.locator(".cloud")).to_have_count(0)
    # What somebody changes of it and has not sent yet survives a refresh.
    field = room.bo.get_by_label("Your word")
    field.fill("curious! And tired")
    room.bo.wait_for_timeout(500)
    room.bo.reload()
    expect(field).to_have_value("curious! And tired")
    field.fill("curious!")
    room.look("follow-up")
    room.press("Reveal the answers")
    expect(room.anna.locator(".cloud")).to_be_visible()
    room.look("check-in-revealed")


def present(room: Asking) -> None:
    room.next("Where we stand")
    for page in (room.anna, room.stage):
        expect(page.get_by_role("heading", name="Fewer, better bets")).to_be_visible()
    room.look("slide")
    room.console.keyboard.press("PageDown")
    for page in (room.anna, room.stage):
        expect(page.locator(".slide li")).to_have_count(2)
    # A key works once its button is there: the console is drawn after the screens that everybody sees.
    expect(room.console.get_by_role("button", name="Previous slide")).to_be_visible()
    room.console.keyboard.press("PageUp")
    expect(room.stage.get_by_role("heading", name="Fewer, better bets")).to_be_visible()


def poll(room: Asking) -> None:
    room.next("Which market first?")
    press(room.anna, room.anna.get_by_label("DACH"), "ArrowDown")
    saved(room.anna)
    expect(room.anna.get_by_label("Nordics")).to_be_checked()
    room.look("poll")
    room.press("Reveal the answers", confirm=True)
    expect(room.stage.locator(".bars .leads")).to_contain_text("Nordics")
    expect(room.anna.locator(".bars")).to_be_visible()
    room.look("poll-revealed")
    room.press("Open again")
    expect(room.anna.get_by_label("Nordics")).to_be_checked()
    room.press("Reveal the answers", confirm=True)
    expect(room.console.get_by_role("button", name="Open again")).to_be_visible()

    room.next("How sure are you?")
    press(room.anna, room.anna.get_by_role("radio", name="1"), "ArrowRight")
    saved(room.anna)
    room.anna.reload()
    expect(room.anna.get_by_role("radio", name="2")).to_be_checked()
    room.look("scale")
    expect(room.console.locator(".console-progress")).to_contain_text("1 of 2")
    room.press("Reveal the answers", confirm=True)
    expect(room.anna.locator(".spread")).to_contain_text("2.0")
    room.look("scale-revealed")


def consent(room: Asking) -> None:
    room.next("Do we start?")
    press(room.anna, room.anna.get_by_role("radio", name="5"), "ArrowUp")  # round to 0
    expect(room.anna.get_by_role("radio", name="0")).to_be_checked()
    press(room.anna, room.anna.get_by_role("button", name="Send"))
    expect(room.anna.locator("[data-contribute-state]")).to_contain_text("Explain your objection")
    room.look("consent")
    room.anna.get_by_label("What do you object to?").focus()
    room.anna.keyboard.type("June is better")
    press(room.anna, room.anna.get_by_role("button", name="Send"))
    saved(room.anna)
    room.press("Reveal the fingers", confirm=True)
    for page in (room.console, room.stage, room.anna):
        expect(page.get_by_text("1 objection to resolve")).to_be_visible()
        expect(page.get_by_text("June is better").first).to_be_visible()
    room.look("consent-revealed")

    room.press("Revise the proposal and ask again")
    proposal = room.console.locator("#dialog-body").get_by_label("Proposal")
    proposal.fill("We start in June.")
    assert looking.axe(room.console) == []
    room.console.keyboard.press("Tab")
    room.console.locator("#dialog-body").get_by_role("button", name="Start the round").press("Enter")
    expect(room.anna.get_by_text("We start in June.")).to_be_visible()
    press(room.anna, room.anna.get_by_role("radio", name="5"), "Space")
    saved(room.anna)
    room.press("Reveal the fingers", confirm=True)
    expect(room.stage.get_by_text("Consent: no objections.")).to_be_visible()
    expect(room.console.get_by_role("link", name="Record the decision")).to_be_visible()
    room.console.keyboard.press("d")
    form = room.console.locator("#dialog-body")
    expect(form.get_by_role("textbox", name="Decision", exact=True)).to_have_value("We start in June.")
    form.get_by_role("button", name="Record the decision").press("Enter")
    expect(room.anna.get_by_text("Decided: We start in June.")).to_be_visible()
    room.look("consent-decided")


def ask(room: Asking) -> None:
    room.next("Open points?")
    for page, question in ((room.anna, "Who pays?"), (room.bo, "When?")):
        tab_to(page, page.get_by_label("Your question"))
        page.keyboard.type(question)
        press(page, page.get_by_role("button", name="Ask"))
        expect(page.locator(".question", has_text=question)).to_be_visible()
    support = room.anna.locator(".question", has_text="When?").get_by_role("button")
    press(room.anna, support)
    expect(support).to_have_attribute("aria-pressed", "true")
    expect(room.bo.locator(".question", has_text="When?").locator(".support b")).to_have_text("1")
    expect(room.stage.locator(".asked li").first).to_contain_text("When?")
    room.look("questions")
    room.console.locator(".asked li", has_text="When?").get_by_role("link").press("Enter")
    answer = room.console.locator("#dialog-body")
    answer.get_by_label("Answer").fill("In June.")
    answer.get_by_role("button", name="Save the answer").press("Enter")
    expect(room.anna.locator(".question.answered")).to_contain_text("In June.")
    expect(room.console.locator(".asked li").first).to_contain_text("Who pays?")
    room.console.locator(".asked li", has_text="Who pays?").get_by_role("button").press("Enter")
    expect(room.bo.locator(".question.answered")).to_have_count(2)
    room.look("questions-answered")


def rest_and_look_back(room: Asking) -> None:
    room.next("Coffee")
    expect(room.stage.locator(".break-back")).to_contain_text(re.compile(r"\d:\d\d"))
    expect(room.anna.locator(".back-at")).to_contain_text(re.compile(r"\d:\d\d"))
    room.look("break")

    room.next("Was it worth it?")
    press(room.anna, room.anna.get_by_role("radio", name="5"), "Space")
    tab_to(room.anna, room.anna.get_by_label("What would have made it better?"))
    room.anna.keyboard.type("More breaks")
    press(room.anna, room.anna.get_by_role("button", name="Send"))
    saved(room.anna)
    room.look("roti")
    room.press("Reveal the answers", confirm=True)
    expect(room.anna.locator(".said-list")).to_contain_text("More breaks")
    room.look("roti-revealed")
