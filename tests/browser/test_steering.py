"""Steering a room in browsers: console, remote, two phones and the stage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = {"is_mobile": True, "has_touch": True}
HOSTILE = '<img src=x onerror="alert(1)"> Back at =11:00'
KEEP_TONES = """() => {
    const start = OscillatorNode.prototype.start;
    window.tones = []; window.startsAt = [];
    OscillatorNode.prototype.start = function (when) {
        window.tones.push(this); window.startsAt.push(when);
        return start.call(this, when);
    };
}"""
COUNT_SOUNDS = "document.addEventListener('headwaters:rang', () => (window.rang = (window.rang ?? 0) + 1))"


class Room:
    """Five screens of one workshop; `wrong` is what axe found on them."""

    def __init__(self, headwaters: Headwaters, open_browser: Open) -> None:
        self.code = headwaters.demo["join_code"]
        self.wrong: list[str] = []
        self.watches: list[Watch] = []
        self._open = open_browser
        laptop, watch = open_browser("facilitator", 1280, 800)
        self.watches.append(watch)
        watch.expecting("422")  # a form that comes back
        self.console = laptop.new_page()
        sign_in(self.console, headwaters)
        self.stage = laptop.new_page()
        self.stage.set_viewport_size({"width": 1920, "height": 1080})
        self.remote = laptop.new_page()
        self.remote.set_viewport_size({"width": 360, "height": 740})
        for page, name in ((self.console, "console"), (self.stage, "stage"), (self.remote, "remote")):
            looking.goto(page, f"/w/{self.code}/{name}/")
        self.anna = self.phone("Anna", "Business")
        self.ben = self.phone("Ben", "IT")

    def phone(self, name: str, side: str) -> Page:
        context, watch = self._open(name, 360, 740, **PHONE)
        self.watches.append(watch)
        watch.expecting(r"status of 403 .*/(w|join)/")
        page = context.new_page()
        page.goto(f"/join/{self.code}/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label(side, exact=True).check()
        page.get_by_role("button", name="Join").click()
        looking.arrived(page)
        return page

    def look(self, name: str, *pages: Page) -> None:
        for number, page in enumerate(pages):
            looking.settled(page)
            self.wrong += [f"{name}: {violation}" for violation in looking.axe(page)]
            if wide := looking.wider_than_the_screen(page):
                self.wrong.append(f"{name}: {wide}")
            looking.screenshot(page, f"steering-{name}-{number}")

    def press(self, key: str) -> None:
        looking.settled(self.console)
        self.console.evaluate("document.activeElement.blur()")
        self.console.keyboard.press(key)


@pytest.fixture(scope="module")
def room(headwaters: Headwaters, open_browser: Open) -> Room:
    made = Room(headwaters, open_browser)
    made.press("ArrowRight")
    expect(made.console.get_by_role("button", name="Eyes up")).to_be_visible()
    made.press("ArrowRight")  # from the welcome to something that people do
    for page in (made.console, made.anna):
        expect(page.locator("main h1")).to_have_text("Write use cases")
    return made


@pytest.fixture(autouse=True)
def nothing_goes_wrong(room: Room) -> Iterator[None]:
    yield
    failures = [failure for watch in room.watches for failure in watch.failures]
    assert not failures, "\n".join(failures)
    assert not room.wrong, "\n".join(room.wrong)


def test_eyes_up_covers_what_is_typed_and_gives_it_back(room: Room) -> None:
    field = room.anna.locator("textarea:visible").first
    field.fill("Half a thou")
    field.focus()
    room.press("e")

    cover = room.anna.get_by_role("alertdialog", name="Eyes up")
    expect(cover).to_be_visible()
    room.anna.keyboard.press("Escape")
    room.anna.keyboard.press("Escape")
    expect(cover).to_be_visible()
    room.anna.keyboard.type("nobody reads this")
    room.look("eyes-up", room.anna, room.console, room.remote)
    room.ben.reload()
    expect(room.ben.get_by_role("alertdialog", name="Eyes up")).to_be_visible()

    room.remote.get_by_role("button", name="Resume devices").click()
    expect(cover).not_to_be_visible()
    expect(room.ben.get_by_role("alertdialog", name="Eyes up")).not_to_be_visible()
    expect(field).to_have_value("Half a thou")
    expect(field).to_be_focused()
    field.fill("")


def test_a_message_is_read_on_every_screen_until_it_is_taken_away(room: Room) -> None:
    room.press("a")
    dialog = room.console.get_by_role("dialog", name="Message to everyone")
    dialog.get_by_label("Message").fill("x" * 301)
    dialog.get_by_role("button", name="Show message").click()
    expect(dialog.get_by_text("300 fit on a phone")).to_be_visible()
    room.look("message-form", room.console)
    dialog.get_by_label("Message").fill(HOSTILE)
    dialog.get_by_role("button", name="Show message").click()
    for page in (room.anna, room.ben, room.stage):
        expect(page.locator(".broadcast")).to_contain_text(HOSTILE)
    expect(room.anna.locator("#announcer")).to_have_text(HOSTILE)
    room.look("message", room.anna, room.console, room.stage, room.remote)
    room.remote.get_by_role("button", name="Remove the message").click()
    for page in (room.anna, room.stage):
        expect(page.locator(".broadcast")).to_have_count(0)


def test_the_spotlight_shows_one_thing_on_every_screen(room: Room) -> None:
    room.press("f")
    dialog = room.console.get_by_role("dialog", name="Spotlight")
    expect(dialog.locator("summary").first).to_be_visible()
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    headings = dialog.get_by_role("heading", level=3).all_inner_texts()
    order = ["From this activity", "From this workshop", "From the discovery"]
    assert headings == [each for each in order if each in headings]
    assert order[-1] in headings
    expect(dialog.locator(".spotlight-preview > div > *").first).to_be_visible()
    room.look("spotlight-picker", room.console)
    kind = dialog.locator("details", has_text=re.compile(r"^\s*Decisions\b"))
    if kind.get_attribute("open") is None:
        kind.locator("summary").click()
    title = kind.get_by_role("button").first.inner_text()
    # There may be many: typing leaves what has the letters, whatever it is under.
    search = dialog.get_by_role("searchbox", name="Find something to show")
    search.fill("no such letters")
    expect(dialog.get_by_text("Nothing matches.")).to_be_visible()
    expect(dialog.locator("[data-found]:visible, summary:visible")).to_have_count(0)
    search.fill(title.upper())
    left = dialog.locator("[data-found]:visible")
    assert all(title in each for each in left.all_inner_texts())
    left.get_by_role("button", name=title, exact=True).click()
    for page in (room.anna, room.stage):
        expect(page.get_by_role("region", name="Shown to everyone").get_by_text(title)).to_be_visible()
    room.look("spotlight", room.anna, room.console, room.stage)
    room.console.get_by_role("button", name="Stop the spotlight").click()
    for page in (room.anna, room.stage):
        expect(page.get_by_role("region", name="Shown to everyone")).not_to_be_visible()


def test_hands_go_up_in_order_and_come_down(room: Room) -> None:
    for page in (room.ben, room.anna):
        page.get_by_role("button", name="Raise your hand").click()
        expect(page.get_by_role("button", name="Raise your hand", pressed=True)).to_be_visible()
    hands = room.console.locator(".hands li")
    expect(hands).to_have_count(2)
    expect(hands.first).to_contain_text("Ben")
    expect(room.stage.get_by_text("2 hands raised")).to_be_visible()
    room.look("hands", room.anna, room.console, room.stage, room.remote)
    room.press("h")
    expect(hands).to_have_count(1)
    expect(room.ben.get_by_role("button", name="Raise your hand", pressed=False)).to_be_visible()
    expect(room.anna.get_by_role("button", name="Raise your hand", pressed=True)).to_be_visible()
    room.anna.reload()
    room.anna.get_by_role("button", name="Raise your hand", pressed=True).click()
    expect(hands).to_have_count(0)


def test_a_nudge_reaches_who_is_not_done_and_nobody_else(room: Room) -> None:
    room.ben.get_by_role("button", name="I’m done").click()
    expect(room.ben.get_by_role("button", name="Undo?")).to_be_visible()
    room.press("n")
    dialog = room.console.get_by_role("dialog", name="Not done yet")
    expect(dialog.get_by_text("Anna")).to_be_visible()
    expect(dialog.get_by_text("Ben")).not_to_be_visible()
    room.look("waiting", room.console)
    dialog.get_by_role("button", name="Nudge everyone").click()
    nudge = room.anna.locator("[data-nudge]")
    expect(nudge).to_contain_text("Are you nearly done?")
    expect(room.ben.locator("[data-nudge]")).to_have_count(0)
    room.look("nudge", room.anna)
    room.anna.get_by_role("button", name="OK").click()
    expect(nudge).not_to_be_visible()


def test_the_sound_rings_once_where_it_is_on(room: Room) -> None:
    for page in (room.console, room.stage, room.anna):
        page.evaluate(COUNT_SOUNDS)
    room.console.locator("body").press("u")
    switch = room.console.get_by_role("button", name="Quiet sound", include_hidden=True)
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(room.console.locator("#toasts")).to_contain_text("Sound is off on this device.")
    room.stage.reload()
    looking.settled(room.stage)
    room.stage.evaluate(COUNT_SOUNDS)
    expect(room.stage.get_by_role("button", name="Quiet sound")).to_have_attribute("aria-pressed", "false")
    room.stage.locator("body").press("u")  # one device, one choice: the laptop's two windows share it
    expect(room.stage.get_by_role("button", name="Quiet sound")).to_have_attribute("aria-pressed", "true")
    rings(room.stage)
    room.stage.wait_for_function("window.rang === 1")
    room.stage.locator("body").press("u")
    expect(room.stage.get_by_role("button", name="Quiet sound")).to_have_attribute("aria-pressed", "false")
    rings(room.stage)
    assert room.stage.evaluate("window.rang") == 1
    assert room.anna.evaluate("window.rang ?? 0") == 0


def test_when_the_time_is_over_console_and_stage_start_tones_in_a_running_context(room: Room) -> None:
    for page in (room.console, room.stage):
        page.evaluate("localStorage.removeItem('headwaters:sound')")  # on, as on a new device
        page.bring_to_front()
        page.locator("[data-timer]").first.click()  # no page may sound before somebody touched it
        page.evaluate(KEEP_TONES)
        rings(page)
        assert page.evaluate("window.tones.map((tone) => tone.context.state)") == ["running", "running"]
        # The clock of the context goes on, so what was started is heard.
        page.wait_for_function("window.tones[1].context.currentTime > window.startsAt[1]")


def rings(page: Page) -> None:
    """Let the time of the page's timer be over in a moment; once more when it is drawn again before that."""
    page.wait_for_function(
        """(name) => { const timer = document.querySelector("[data-timer]");
            if (timer.dataset.shortened === name) return timer.dataset.state === "over";
            timer.dataset.shortened = name;
            timer.dataset.state = "running";
            timer.dataset.endsAt = new Date(Date.now() + 1500).toISOString(); }""",
        arg=str(uuid4()),
        polling=100,
    )
    page.wait_for_timeout(600)


def test_the_keys_are_listed_as_they_are_on_the_page_and_none_fires_while_typing(room: Room) -> None:
    for page, keys in (
        (room.console, list("→←PMEFANBLOXQUSICJ?")),
        (room.stage, list("JU?")),
        (room.anna, list("H?")),
        (room.remote, list("→←PMEABJ?")),
    ):
        looking.settled(page)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
        expect(dialog).to_be_visible()
        listed = dialog.locator("kbd").all_inner_texts()
        assert set(keys) <= set(listed), page.url
        assert len(listed) == len(set(listed))
        assert all(dialog.locator("dd").all_inner_texts())
        room.look("keys", page)
        page.keyboard.press("e")
        page.keyboard.press("Escape")
        expect(dialog).not_to_be_visible()
    room.console.get_by_role("button", name="Set the timer").click()
    room.console.get_by_label("Minutes", exact=True).press("e")
    room.console.get_by_label("Minutes", exact=True).fill("7")
    room.console.keyboard.press("Escape")
    # What was typed and not sent holds nothing back.
    expect(room.console.get_by_label("Minutes", exact=True)).not_to_have_value("7")
    expect(room.anna.get_by_role("alertdialog", name="Eyes up")).not_to_be_visible()


def test_a_locked_room_says_so_kindly(room: Room) -> None:
    room.press("l")
    expect(room.console.get_by_text("Locked", exact=True)).to_be_visible()
    late = room._open("late", 360, 740, **PHONE)
    page = late[0].new_page()
    page.goto(f"/join/{room.code}/")
    expect(page.get_by_role("heading", name="The room is locked")).to_be_visible()
    room.look("locked", page)
    room.ben.reload()
    expect(room.ben.get_by_role("button", name="Raise your hand")).to_be_visible()
    room.press("l")
    expect(room.console.get_by_text("Locked", exact=True)).not_to_be_visible()
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_label("Your name")).to_be_visible()


def test_a_removed_person_comes_back_when_let_in_again(room: Room) -> None:
    room.console.get_by_role("button", name="More about Ben").click()
    room.console.get_by_role("button", name="Remove Ben").click()
    question = room.console.locator("#confirm-dialog")
    expect(question).to_contain_text("Remove Ben from the workshop?")
    expect(question).to_contain_text("Everything they wrote and answered is kept")
    question.get_by_role("button", name="Remove").click()
    expect(room.ben.get_by_role("heading", name="no longer in this workshop")).to_be_visible()
    room.look("removed", room.ben)
    expect(room.console.get_by_role("button", name="More about Ben")).to_have_count(0)
    room.press("x")
    dialog = room.console.get_by_role("dialog", name="Removed from the room")
    dialog.get_by_role("button", name="Let Ben back in").click()
    expect(dialog.get_by_role("button", name="Let Ben back in")).to_have_count(0)
    dialog.get_by_role("button", name="Close").click()
    room.ben.get_by_role("link", name="Try again").click()
    expect(room.ben.get_by_role("button", name="Raise your hand")).to_be_visible()


def test_the_lead_is_seen_and_handed_over(room: Room) -> None:
    expect(room.console.locator(".steering-lead")).to_contain_text("Led by")
    room.press("o")
    dialog = room.console.get_by_role("dialog", name=re.compile("Hand over|Change the lead"))
    expect(dialog.get_by_role("button", name=re.compile("Hand over|Close")).first).to_be_visible()
    room.look("hand-over", room.console)
    dialog.get_by_role("button", name="Close").click()


def test_the_phone_is_the_remote(room: Room) -> None:
    room.press("q")
    dialog = room.console.get_by_role("dialog", name="Control from your phone")
    expect(dialog.get_by_text(re.compile("and type"))).to_be_visible()
    room.look("remote-link", room.console)
    dialog.get_by_role("button", name="Close").click()
    remote = room.remote
    assert remote.evaluate(looking.SMALL_TARGETS) == []
    title = remote.get_by_role("heading", level=1)
    before = title.inner_text()
    remote.get_by_role("button", name="Next activity").click()
    expect(title).not_to_have_text(before)
    expect(room.anna.get_by_role("heading", level=1)).to_have_text(title.inner_text())
    room.look("remote", remote)
    remote.get_by_role("button", name="Capture").click()
    expect(remote.locator("dialog[open] form.capture-form")).to_be_visible()
    remote.keyboard.press("Escape")
    remote.get_by_role("button", name=f"Previous activity {before}").click()
    move = remote.locator("#confirm-dialog").get_by_role("button", name="Move everyone")
    expect(move).not_to_have_class(re.compile("danger"))  # nothing is lost by going back
    move.click()
    expect(title).to_have_text(before)
    # What comes next begins where everybody is.
    expect(room.anna.get_by_role("heading", level=1)).to_have_text(before)


def test_a_pause_says_when_it_goes_on_and_resumes_where_it_was(room: Room) -> None:
    title = room.anna.get_by_role("heading", level=1).inner_text()
    field = room.anna.locator("textarea:visible").first
    field.fill("Kept over the weekend")
    room.press("b")
    dialog = room.console.get_by_role("dialog", name="Pause the workshop")
    dialog.get_by_label("When do we continue?").fill("Tuesday, 9:00")
    room.look("pause-form", room.console)
    dialog.get_by_role("button", name="Pause", exact=True).click()
    for page in (room.anna, room.stage):
        expect(page.get_by_text("Tuesday, 9:00", exact=True)).to_be_visible()
    expect(field).not_to_be_visible()
    room.look("paused", room.anna, room.console, room.stage, room.remote)
    expect(room.ben.get_by_role("button", name="Capture something")).to_be_hidden()  # it would be refused
    room.ben.reload()
    expect(room.ben.get_by_text("Tuesday, 9:00", exact=True)).to_be_visible()
    late = room.phone("Lee", "Other")
    expect(late.get_by_text("Tuesday, 9:00", exact=True)).to_be_visible()
    expect(room.console.get_by_role("button", name="Resume the workshop").first).to_be_visible()
    room.press("ArrowRight")
    expect(room.anna.get_by_role("heading", level=1)).to_have_text(title)
    expect(field).to_have_value("Kept over the weekend")
    expect(room.anna.locator(".room-moved")).not_to_be_visible()
    for page in (room.ben, late):
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.locator("textarea:visible").first).to_be_visible()
