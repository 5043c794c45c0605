"""A whole workshop, from the one-time link to the PDF: facilitator, two phones and projector, in browsers."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = (360, 740, {"is_mobile": True, "has_touch": True})
# What the two give, by criterion. The first use case: 35 and 33, so 34; the second: 33 both.
BUSINESS = {"Fewer stock-outs": "5555555", "Faster claims": "5555544"}
IT = {"Fewer stock-outs": "5555544", "Faster claims": "5555553"}
TOTALS = {"Fewer stock-outs": "34.0", "Faster claims": "33.0"}
REASON = "Stock-outs cost us patients, and the data is there already."
# Results that nobody may see before the reveal: beyond any day of a month, and neither a clock (19:34) nor a
# join code (3DA-F33) is a result.
RESULT = re.compile(r"(?<![\w:])(?:33|34|35)(?![\w:])")
# While the server is killed, or a phone is offline on purpose, the console says so.
AWAY = ("net::ERR_", "Failed to load resource: net", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED")


class Workshop:
    """Four browsers and what they saw; `wrong` is what axe found on the pages that they went through."""

    def __init__(self, headwaters: Headwaters, open_browser: Open) -> None:
        self.headwaters = headwaters
        self.watches: list[Watch] = []
        self.wrong: list[str] = []
        self._open = open_browser
        self.laptop = self.browser("facilitator", 1280, 800)
        self.console = self.laptop.new_page()
        width, height, options = PHONE
        self.first = self.browser("business phone", width, height, **options).new_page()
        self.second = self.browser("IT phone", width, height, **options).new_page()
        self.stage = self.browser("stage", 1920, 1080).new_page()
        self.code = ""

    def browser(self, name: str, width: int, height: int, **options: object) -> BrowserContext:
        context, watch = self._open(name, width, height, **options)
        watch.listen()
        self.watches.append(watch)
        return context

    @property
    def pages(self) -> tuple[Page, Page, Page, Page]:
        return self.console, self.first, self.second, self.stage

    def look(self, *pages: Page) -> None:
        """Ask axe about the pages, in light and dark."""
        for page in pages:
            looking.settled(page)
            self.wrong += looking.axe_in_both_themes(page)

    def all_at(self, title: str, on_stage: str = "") -> None:
        """All are at the activity; the stage says what it shows of it, which may be named otherwise."""
        for page in self.pages:
            shown = on_stage if on_stage and page is self.stage else title
            expect(page.get_by_role("heading", name=shown, level=1)).to_be_visible()

    def expecting(self, *patterns: str) -> None:
        for watch in self.watches:
            watch.expecting(*patterns)


def confirm(page: Page, action: str) -> None:
    page.locator("#confirm-dialog").get_by_role("button", name=action).click()


def test_a_workshop_from_sign_in_to_pdf(headwaters: Headwaters, open_browser: Open, tmp_path: Path) -> None:
    workshop = Workshop(headwaters, open_browser)
    slug = start_a_discovery(workshop)
    prepare_and_clone(workshop, slug)
    join(workshop)
    write_cards(workshop)
    two_facilitators_press_next_at_once(workshop)
    score(workshop)
    hidden_until_the_reveal(workshop)
    reveal(workshop)
    decide_and_end(workshop)
    text = report(workshop, slug, tmp_path)
    assert "34" in re.findall(r"\b\d+\b", text)
    assert REASON in " ".join(text.split())
    assert not workshop.wrong, "\n".join(workshop.wrong)
    failures = [failure for watch in workshop.watches for failure in watch.failures]
    assert not failures, "\n".join(failures)


def start_a_discovery(workshop: Workshop) -> str:
    page = workshop.console
    page.goto(workshop.headwaters.url + workshop.headwaters.sign_in_path())
    workshop.look(page)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Your discoveries")).to_be_visible()
    workshop.look(page)
    page.get_by_role("link", name="Start a discovery in Commercial").click()
    workshop.look(page)
    page.get_by_label("One-hour prioritization").check()
    page.get_by_label("Name", exact=True).fill("Supply discovery")
    page.get_by_role("button", name="Start the discovery").click()
    expect(page.get_by_role("heading", name="Supply discovery")).to_be_visible()
    expect(page.get_by_text("Next step ·")).to_be_visible()
    workshop.look(page)
    return page.url.rstrip("/").rpartition("/")[2]


def prepare_and_clone(workshop: Workshop, slug: str) -> None:
    page = workshop.console
    page.goto(f"/d/{slug}/workshops/")
    workshop.look(page)
    page.get_by_role("link", name="New workshop").click()
    workshop.look(page)
    page.locator("[name=name]").fill("Rehearsal")
    looking.choose_agenda(page, "One-hour prioritization")
    page.get_by_role("button", name="Add the workshop").click()
    expect(page.get_by_role("heading", name="Rehearsal")).to_be_visible()
    expect(page.locator("#agenda .plan-rows > li")).to_have_count(6)
    page.goto(f"/d/{slug}/workshops/new/")
    page.locator("[name=name]").fill("The real one")
    page.locator(".agenda-gallery > summary").click()
    page.get_by_label("Find an agenda").fill("rehears")
    expect(page.get_by_label("Data products: promises")).to_be_hidden()
    page.get_by_label("Same as “Rehearsal”").check()
    page.get_by_role("button", name="Add the workshop").click()
    expect(page.get_by_role("heading", name="The real one")).to_be_visible()
    expect(page.locator("#agenda .plan-rows > li")).to_have_count(6)
    workshop.look(page)
    workshop.code = (page.locator(".join-code b.code, .join-code .code").first.inner_text()).replace("-", "")
    page.get_by_role("link", name="Open the console").click()
    expect(page.get_by_role("button", name="Start the workshop")).to_be_visible()
    looking.settled(page)  # a key is heard once the scripts run
    page.keyboard.press("i")
    expect(page.locator("#dialog svg").first).to_be_visible()
    workshop.look(page)
    page.keyboard.press("Escape")


def join(workshop: Workshop) -> None:
    for page, name, side, role in (
        (workshop.first, "Amara", "Business", "Head of Supply"),
        (workshop.second, "Tomás", "IT", "Data Engineer"),
    ):
        page.goto("/join/")
        page.get_by_label("Code").fill(f"{workshop.code[:3]} {workshop.code[3:]}".lower())
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("Your name").fill(name)
        page.get_by_label(side).check()
        page.get_by_label("Your role").fill(role)
        page.get_by_role("button", name="Join", exact=True).click()
        expect(page.get_by_text("You’re in")).to_be_visible()
    expect(workshop.console.locator(".who")).to_contain_text("Tomás")
    # The projector shows a second window of the facilitator.
    workshop.stage.context.add_cookies(workshop.laptop.cookies())  # type: ignore[arg-type]  # the same, as got
    workshop.stage.goto(f"/w/{workshop.code}/stage/")
    expect(workshop.stage.get_by_text("Amara")).to_be_visible()
    workshop.look(*workshop.pages)


def write_cards(workshop: Workshop) -> None:
    console, first, second, stage = workshop.pages
    console.get_by_role("button", name="Start the workshop").click()
    workshop.all_at("Welcome")
    workshop.look(*workshop.pages)
    console.get_by_role("button", name="Next activity").click()
    workshop.all_at("Write use cases")
    for page, name in zip((first, second), TOTALS, strict=True):
        page.get_by_label("Name of the use case").fill(name)
        page.get_by_label("We believe").fill(f"knowing more about <b>{name}</b>")
        page.get_by_role("button", name="Add to the board").click()
        expect(page.get_by_role("heading", name="Our cards")).to_be_visible()
        for other in (console, stage):
            expect(other.get_by_role("heading", name=name)).to_be_visible()
            expect(other.get_by_text(f"knowing more about <b>{name}</b>")).to_be_visible()
    # A phone that is opened again is the same person, with the same cards.
    looking.settled(first)  # an answer that comes as the page goes cannot be read any more
    first.reload()
    expect(first.get_by_role("heading", name="Our cards")).to_be_visible()
    expect(first.locator(".own-cards")).to_contain_text("Fewer stock-outs")
    expect(console.locator(".who > li")).to_have_count(2)
    # So is a second device with the personal link.
    first.get_by_role("button", name="Menu").click()
    first.get_by_role("button", name="Use another device").click()
    link = first.locator("#dialog [data-copy]").get_attribute("data-copy") or ""
    workshop.look(first)
    first.keyboard.press("Escape")
    tablet = workshop.browser("second device", 800, 1000).new_page()
    tablet.goto(link)
    expect(tablet.locator(".own-cards")).to_contain_text("Fewer stock-outs")
    expect(console.locator(".who > li")).to_have_count(2)
    tablet.context.close()
    workshop.look(*workshop.pages)


def two_facilitators_press_next_at_once(workshop: Workshop) -> None:
    other = workshop.browser("co-facilitator", 1280, 800).new_page()
    sign_in(other, workshop.headwaters)
    looking.goto(other, f"/w/{workshop.code}/console/")
    pages = (workshop.console, other)
    # Neither page may hear of the other's press before its own was sent: the button is kept.
    for page in pages:
        page.evaluate("() => { window.pressed = document.querySelector('[data-key=ArrowRight]') }")
    workshop.expecting(r"status of 409 .*/console/move/")  # how the browser puts that one was refused
    for page in pages:
        page.evaluate("() => { window.pressed.click() }")
    workshop.all_at("Choose the best")
    expect(other.get_by_role("heading", name="Choose the best", level=1)).to_be_visible()
    expect(other.locator(".agenda [aria-current=step]")).to_contain_text("Choose the best")
    other.context.close()
    workshop.console.get_by_role("button", name="Next activity").click()
    workshop.all_at("Score the use cases")


def tap(phone: Page, criterion: Locator, value: str) -> None:
    criterion.locator(f'.scale label:has(input[value="{value}"])').tap()


def give(phone: Page, scores: dict[str, str]) -> None:
    """Tap through all use cases; each tap is acknowledged."""
    for number, name in enumerate(scores):
        case = phone.locator(".scoring-case:not([hidden])")
        expect(case.get_by_role("heading", level=2)).to_have_text(name)
        criteria = case.locator("[data-criterion]")
        expect(criteria).to_have_count(len(scores[name]))
        for criterion, value in zip(criteria.all(), scores[name], strict=True):
            tap(phone, criterion, value)
        expect(case.locator("[data-saving]")).to_have_text(["Saved"] * len(scores[name]))
        if number + 1 < len(scores):
            phone.get_by_role("button", name="Next use case").tap()


def score(workshop: Workshop) -> None:
    console, first, second, _stage = workshop.pages
    expect(first.locator(".scoring-case").first).to_be_visible()
    workshop.look(*workshop.pages)
    give(first, BUSINESS)
    expect(console.locator(".who .chip.good")).to_have_count(1)

    # The other loses the network in the middle: taps wait, are seen to wait, and arrive by themselves.
    workshop.expecting(*AWAY)
    expect(second.locator(".scoring-case:not([hidden]) h2")).to_have_text("Fewer stock-outs")
    criteria = second.locator(".scoring-case:not([hidden]) [data-criterion]")
    second.context.set_offline(True)
    for criterion in criteria.all()[:3]:
        tap(second, criterion, "5")
        expect(criterion.locator("[data-saving]")).to_have_text("Not saved yet, trying again")
    second.context.set_offline(False)
    for criterion in criteria.all()[:3]:
        expect(criterion.locator("[data-saving]")).to_have_text("Saved")

    # The server dies and comes back: what is tapped meanwhile is kept, and every screen recovers by itself.
    workshop.headwaters.end(signal.SIGKILL)
    tap(second, criteria.nth(3), "5")
    expect(criteria.nth(3).locator("[data-saving]")).to_have_text("Not saved yet, trying again")
    workshop.headwaters.start()
    expect(criteria.nth(3).locator("[data-saving]")).to_have_text("Saved")
    for page in workshop.pages:
        expect(page.locator("html")).to_have_attribute("data-connection", "live")
    expect(first.locator("[data-saving].saved")).to_have_count(14)

    give(second, IT)
    expect(console.locator(".who .chip.good")).to_have_count(2)


def hidden_until_the_reveal(workshop: Workshop) -> None:
    """Nothing that anybody was sent so far tells what somebody else gave."""
    console, _first, second, stage = workshop.pages
    for page in (console, stage):
        looking.settled(page)  # as above
        page.reload()
        looking.settled(page)
    own = {"business phone": BUSINESS, "IT phone": IT, "second device": {}}
    for watch in workshop.watches:
        assert not watch.unread, watch.unread
        given = {value for line in own.get(watch.name, {}).values() for value in line}
        told = watch.heard()
        assert any(source == "stream, patch" for source, _body in told) or watch.name == "second device"
        for source, body in told:
            if source.endswith("/score/"):
                assert set(json.loads(body)) == {"saved", "late", "revision"}
                continue
            assert not RESULT.search(re.sub(r"<[^>]*>", " ", body)), (watch.name, source)
            assert 'class="ranking"' not in body, (watch.name, source)
            marked = set(re.findall(r'data-saved="(\d)"', body))
            marked |= set(re.findall(r'data-score[^>]*value="(\d)" checked', body))
            assert marked <= given, (watch.name, source)
    # And what they are sent does not depend on it: another value changes nothing for anybody else.
    before = [len(watch.bodies) for watch in workshop.watches]
    shown = [page.locator("main").inner_text() for page in (console, stage)]
    criterion = second.locator(".scoring-case:not([hidden]) [data-criterion]").first
    for value in ("0", "5"):
        with second.expect_response("**/score/") as answered:
            tap(second, criterion, value)
        assert answered.value.ok
        expect(criterion.locator("[data-saving]")).to_have_text("Saved")
    console.keyboard.press("m")  # what comes after it in the stream has come after the taps as well
    expect(console.get_by_role("button", name="Pause")).to_be_visible()
    clock = re.compile(r"\d+:\d\d")
    assert [clock.sub("", text) for text in shown] == [
        clock.sub("", page.locator("main").inner_text()) for page in (console, stage)
    ]
    for watch, number in zip(workshop.watches, before, strict=True):
        if watch.name != "IT phone":
            for source, body in watch.heard(after=number):
                assert "data-criterion" not in body, (watch.name, source)


def reveal(workshop: Workshop) -> None:
    console, first, second, stage = workshop.pages
    # A phone that is away while the scores are revealed, and taps on what it still sees.
    first.context.set_offline(True)
    console.keyboard.press("r")
    # It builds up: the second place, then the first. Phones see what the stage shows.
    first_total, second_total = TOTALS.values()
    expect(stage.locator("ol.ranking .score")).to_have_text([second_total])
    expect(second.locator("ol.ranking .score")).to_have_text([second_total])
    workshop.look(console, second, stage)
    expect(console.get_by_role("button", name="Show first place")).to_be_visible()
    looking.settled(console)
    console.keyboard.press("r")
    expect(stage.locator("ol.ranking .score")).to_have_text([first_total, second_total])
    expect(second.get_by_text("after the full ranking is revealed")).to_be_visible()
    expect(console.get_by_role("button", name="Show how certain the ranking is")).to_be_visible()
    looking.settled(console)
    console.keyboard.press("w")
    ranking = stage.locator("ol.ranking > li:not([data-line])")
    expect(ranking).to_have_count(2)
    for item, (name, total) in zip(ranking.all(), TOTALS.items(), strict=True):
        expect(item).to_contain_text(name)
        expect(item.locator(".score")).to_have_text(total)
    expect(second.get_by_role("heading", name="Your scores")).to_be_visible()
    expect(console.locator("ol.ranking > li:not([data-line])")).to_have_count(2)
    tap(first, first.locator(".scoring-case:not([hidden]) [data-criterion]").first, "1")
    first.context.set_offline(False)
    expect(first.get_by_role("heading", name="Your scores")).to_be_visible()
    expect(first.get_by_text("late: 1")).to_be_attached()
    expect(first.locator("main").get_by_text("kept, but not counted")).to_be_visible()
    expect(stage.locator("ol.ranking .score")).to_have_text(list(TOTALS.values()))
    workshop.look(*workshop.pages)


def decide_and_end(workshop: Workshop) -> None:
    console, first, _second, stage = workshop.pages
    console.keyboard.press("ArrowRight")
    workshop.all_at("Look at the ranking", "First impression:")
    expect(stage.locator("ol.ranking .score")).to_have_text(list(TOTALS.values()))
    workshop.look(*workshop.pages)
    console.keyboard.press("ArrowRight")
    workshop.all_at("Decide the shortlist", "First impression:")
    form = console.locator("#deciding")
    form.get_by_role("checkbox", name="Fewer stock-outs").check()
    workshop.look(console)
    workshop.expecting(r"status of 422 .*/shortlist/")  # how the browser puts that something is missing
    console.get_by_role("button", name="Decide", exact=True).click()
    expect(form.locator(".errorlist, .invalid-feedback, [role=alert]").first).to_be_visible()
    form.get_by_label("Reason for this choice").fill(REASON)
    console.get_by_role("button", name="Decide", exact=True).click()
    for page in workshop.pages:
        # The form, which is still there for a moment, holds the same words.
        expect(page.get_by_role("paragraph").filter(has_text=REASON)).to_be_visible()
    workshop.look(*workshop.pages)
    console.locator("main").get_by_role("button", name="End the workshop").click()
    confirm(console, "End the workshop")
    for page in (first, stage):
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    workshop.look(*workshop.pages)


def report(workshop: Workshop, slug: str, folder: Path) -> str:
    """Make the PDF, see its progress, download it; return its text."""
    workshop.headwaters.work()
    page = workshop.console
    page.get_by_role("link", name="Open the report").click()
    page.wait_for_url(f"**/d/{slug}/report/")
    workshop.look(page)
    page.get_by_role("button", name="Create the PDF").click()
    expect(page.locator("#report-current progress")).to_be_visible()
    link = page.get_by_role("link", name="Download")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as started:
        link.click()
    path = folder / "report.pdf"
    started.value.save_as(path)
    workshop.look(page)
    with pdfplumber.open(path) as document:
        return "\n".join(sheet.extract_text() for sheet in document.pages)
