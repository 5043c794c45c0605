"""Nobody left out, in browsers: anonymous notes, somebody without a device, an observer, the tab of somebody
who was removed, and people who take part before the others meet."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.browser.looking import Watch
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = {"is_mobile": True, "has_touch": True}
# Three workshops of the demo's discovery: one that meets now, and two to prepare for.
MAKE = """
import json
from organizations.actors import Actor
from discovery.models import Discovery
from workshops.agenda.services import add_activity, change_activity
from workshops.workshop.services import add_workshop
actor, workshops = Actor.system("test"), {}
for name in ("Retrospective", "Kick-off", "Off-site"):
    workshop = add_workshop(actor=actor, discovery=Discovery.objects.order_by("pk").first(), name=name)
    for title in ("Welcome", "What holds us back?", "And now?"):
        kind = "welcome" if title == "Welcome" else "brainstorm"
        made = add_activity(actor=actor, workshop=workshop, kind=kind, title=title)
        if name == "Retrospective" and title == "What holds us back?":
            change_activity(actor=actor, activity=made, is_anonymous=True)
    workshops[name] = [workshop.code, str(workshop.uuid), workshop.discovery.slug]
print("MADE " + json.dumps(workshops))
"""

# What is said of the key goes, and the person's own part is fetched, as when something in it has changed.
FETCH_AGAIN = """() => {
    for (const note of document.querySelectorAll("[data-needs-key]")) note.textContent = "";
    document.dispatchEvent(new CustomEvent("headwaters:refresh", { detail: { region: "mine" } }));
}"""


@dataclass
class Building:
    """What was made, by the workshop's name: code, uuid, slug of its discovery. `wrong` is what axe found."""

    made: dict[str, list[str]]
    open_browser: Open
    console: Page
    watches: list[Watch]
    wrong: list[str]

    def phone(self, code: str, name: str, *expected: str) -> Page:
        context, watch = self.open_browser(name, 360, 740, **PHONE)
        self.watches.append(watch)
        watch.expecting(*expected)
        page = context.new_page()
        page.goto(f"/join/{code}/")
        page.get_by_label("Your name").fill(name)
        page.get_by_label("Business", exact=True).check()
        page.get_by_role("button", name="Join").click()
        looking.arrived(page)
        return page

    def look(self, name: str, page: Page) -> None:
        looking.settled(page)
        self.wrong += looking.axe_in_both_themes(page)
        if wide := looking.wider_than_the_screen(page):
            self.wrong.append(f"{name}: {wide}")
        for scheme in looking.SCHEMES:
            looking.show_in(page, scheme)
            looking.screenshot(page, f"people-{name}-{scheme}")
        looking.show_in(page, "light")


@pytest.fixture(scope="module")
def building(headwaters: Headwaters, open_browser: Open) -> Building:
    laptop, watch = open_browser("facilitator", 1280, 800)
    watch.expecting("422")
    console = laptop.new_page()
    sign_in(console, headwaters)
    return Building(headwaters.told(MAKE, "MADE"), open_browser, console, [watch], [])


@pytest.fixture(autouse=True)
def nothing_goes_wrong(building: Building) -> object:
    yield
    failures = [failure for watch in building.watches for failure in watch.failures]
    assert not failures, "\n".join(failures)
    assert not building.wrong, "\n".join(building.wrong)


def note(page: Page, text: str) -> None:
    field = page.locator("form[data-contribute] textarea:visible").first
    field.fill(text)
    field.locator("xpath=ancestor::form").get_by_role("button").first.click()


def confirm(page: Page, action: str) -> None:
    page.locator("#confirm-dialog").get_by_role("button", name=action).click()


def _go_on(console: Page) -> None:
    """Go on, also past notes that nobody revealed, and wait until the console shows what came of it: pressed
    again before that, it would ask for the same step once more."""
    where = "document.querySelector('main [data-activity]')?.dataset.activity ?? ''"
    before = console.evaluate(where)
    looking.press_and_agree(console, console.locator("[data-key=ArrowRight]"))
    console.wait_for_function(f"before => ({where}) !== before", arg=before)


def _come_to(console: Page, title: str) -> None:
    """Go on until the room is at the activity, wherever other tests left it."""
    heading = console.get_by_role("heading", level=1).first
    while heading.inner_text() != title:
        _go_on(console)


def test_anonymous_notes_are_sent_without_a_cookie(building: Building) -> None:
    code, _uuid, _slug = building.made["Retrospective"]
    looking.goto(building.console, f"/w/{code}/console/")
    anna = building.phone(code, "Anna")
    asked: list[Request] = []
    anna.on("request", lambda request: asked.append(request))
    _go_on(building.console)
    expect(anna.get_by_role("heading", level=1)).to_have_text("Welcome")
    _go_on(building.console)
    expect(anna.get_by_text("stored without your name")).to_be_visible()
    note(anna, "We never say what we think <b>")
    expect(anna.get_by_text("We never say what we think <b>").first).to_be_visible()
    anna.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('outbox:'))")
    anna.reload()
    looking.settled(anna)
    expect(anna.get_by_text("We never say what we think <b>").first).to_be_visible()

    with_key = [request for request in asked if "headwaters-key" in request.headers]
    assert [request.method for request in with_key].count("POST") == 1
    assert any(request.url.endswith("/mine/") for request in with_key)
    for request in with_key:
        sent = request.all_headers()
        assert "cookie" not in sent, request.url
        assert "x-csrftoken" not in sent, request.url
        key = sent["headwaters-key"].partition(".")[0]
        assert key not in request.url
        body = request.post_data or ""
        assert key not in body
        assert not re.search(r"1[6-9]\d{11}", body), "no time either"
    for request in asked:
        if "cookie" in request.all_headers() and request.method == "POST":
            assert "text=" not in (request.post_data or ""), request.url
    building.look("anonymous-room", anna)
    building.look("anonymous-console", building.console)


def test_an_anonymous_note_that_waits_is_sent_once_and_without_a_cookie(building: Building) -> None:
    code, _uuid, _slug = building.made["Retrospective"]
    cleo = building.phone(code, "Cleo", "net::ERR_FAILED")
    cleo.route("**/notes/", lambda route: route.abort())
    note(cleo, "Written in a tunnel")
    expect(cleo.get_by_text("Not saved yet, trying again").first).to_be_visible()
    asked: list[Request] = []
    cleo.on("request", lambda request: asked.append(request) if request.url.endswith("/notes/") else None)
    cleo.unroute("**/notes/")
    cleo.reload()
    cleo.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('outbox:'))")
    looking.settled(cleo)
    (sent,) = asked
    assert "headwaters-key" in sent.headers
    assert "cookie" not in sent.all_headers()


def test_a_device_that_lost_its_key_says_so_and_asks_once(building: Building) -> None:
    code, _uuid, _slug = building.made["Retrospective"]
    ben = building.phone(code, "Ben", "409")
    expect(ben.get_by_label("One thought per note")).to_be_visible()
    asked: list[str] = []
    ben.on("request", lambda request: asked.append(request.url) if request.url.endswith("/key/") else None)
    ben.evaluate("localStorage.clear()")
    ben.reload()
    refused = ben.get_by_text("You’re already taking part in this anonymous activity on another device.")
    expect(refused).to_be_visible()
    building.look("anonymous-lost-key", ben)
    for _again in range(3):
        ben.evaluate(FETCH_AGAIN)
        expect(refused).to_be_visible()
    assert len(asked) == 1


def test_what_was_begun_under_a_name_is_no_draft_of_what_is_anonymous(building: Building) -> None:
    code, _uuid, _slug = building.made["Retrospective"]
    cora = building.phone(code, "Cora")
    field = cora.get_by_label("One thought per note")
    expect(field).to_be_visible()
    slot = "headwaters:draft:" + (cora.locator("#board-write").get_attribute("data-draft") or "")
    named = "{ at: Date.now(), values: { text: ['Under my name'] } }"
    cora.evaluate(f"slot => localStorage.setItem(slot, JSON.stringify({named}))", slot)
    cora.reload()
    looking.settled(cora)
    expect(field).to_be_visible()
    expect(field).to_have_value("")
    field.fill("Without a name")
    cora.wait_for_function(
        "slot => Object.keys(localStorage).some((name) => name.startsWith(`${slot}~anonymous#`))", arg=slot
    )
    cora.reload()
    expect(field).to_have_value("Without a name")


def test_somebody_without_a_device_and_an_observer(building: Building) -> None:
    code, _uuid, _slug = building.made["Retrospective"]
    console = building.console
    looking.goto(console, f"/w/{code}/console/")
    _come_to(console, "What holds us back?")
    console.get_by_role("button", name="The room").click()
    console.get_by_role("button", name="Add a person").click()
    dialog = console.get_by_role("dialog", name="Add someone without a device")
    dialog.get_by_label("Name").fill("Greta")
    dialog.get_by_label("IT", exact=True).check()
    building.look("proxy-dialog", console)
    dialog.get_by_role("button", name="Add").click()
    expect(console.get_by_text("No device")).to_be_visible()
    console.get_by_role("button", name="More about Greta").click()
    with console.context.expect_page() as opened:
        console.get_by_role("link", name="Enter answers for Greta").click()
    greta = opened.value
    looking.settled(greta)
    expect(greta.get_by_text("you can’t enter answers for Greta")).to_be_visible()
    looking.settled(console)
    _go_on(console)
    expect(greta.get_by_role("heading", level=1)).to_have_text("And now?")
    note(greta, "Said by Greta")
    expect(greta.get_by_text("Said by Greta").first).to_be_visible()
    greta.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('outbox:'))")
    greta.set_viewport_size({"width": 360, "height": 740})
    building.look("proxy-room", greta)
    greta.close()

    console.locator("body").press("i")
    invite = console.get_by_role("dialog", name="Invite people")
    invite.get_by_role("button", name="Create an observer link").click()
    link = invite.get_by_text("/observe/").inner_text()
    building.look("invite", console)
    console.keyboard.press("Escape")
    expect(invite).to_be_hidden()
    context, watch = building.open_browser("observer", 1280, 800)
    building.watches.append(watch)
    watch.expecting(r"status of 403 .*/w/")
    observer = context.new_page()
    looking.goto(observer, link)
    expect(observer.get_by_text("You’re watching")).to_be_visible()
    building.look("observer", observer)
    observer.set_viewport_size({"width": 360, "height": 740})
    building.look("observer-phone", observer)
    console.locator("body").press("i")
    console.get_by_role("button", name="End the link").click()
    confirm(console, "End the link")
    expect(observer.get_by_text("no longer valid")).to_be_visible()


def test_a_removed_person_gets_back_what_they_typed(building: Building) -> None:
    code, _uuid, _slug = building.made["Retrospective"]
    console = building.console
    looking.goto(console, f"/w/{code}/console/")
    rolf = building.phone(code, "Rolf", "403")
    rolf.locator("form[data-contribute] textarea:visible").first.fill("Half a thought of Rolf")
    # The draft is kept a moment after the last key.
    rolf.wait_for_function("() => Object.values(localStorage).some((kept) => kept.includes('of Rolf'))")
    console.get_by_role("button", name="More about Rolf").click()
    console.get_by_role("button", name="Remove Rolf").click()
    confirm(console, "Remove")
    expect(rolf.get_by_role("heading", level=1)).to_have_text("You’re no longer in this workshop")
    expect(rolf.get_by_text("Half a thought of Rolf")).to_be_visible()
    building.look("removed", rolf)


def test_before_the_others_meet(building: Building) -> None:
    code, uuid, slug = building.made["Kick-off"]
    console = building.console
    console.goto(f"/d/{slug}/workshops/{uuid}/")
    building.look("agenda", console)
    row = console.locator(".plan-row:has(a[href$='/ahead/'])").first
    row.get_by_role("button", name="More actions").click()
    row.get_by_role("link", name="Open it before the workshop").click()
    console.get_by_label("Open until").fill("2020-01-01T10:00")
    console.get_by_role("button", name="Open it now").click()
    expect(console.get_by_text("This time has passed")).to_be_visible()
    console.evaluate(
        """() => {
          const local = new Date(Date.now() + 5 * 3600e3 - new Date().getTimezoneOffset() * 60e3);
          document.querySelector("[name='until']").value = local.toISOString().slice(0, 16);
        }"""
    )
    console.get_by_role("button", name="Open it now").click()
    expect(console.get_by_role("heading", name="Progress")).to_be_visible()
    building.look("ahead-facilitator", console)
    longest = "time => { time.textContent = 'Wednesday, September 30, 2026 at 00:45 GMT+13:45'; }"
    console.locator("time[data-local='zoned']").first.evaluate(longest)
    building.look("ahead-facilitator-longest", console)

    dora = building.phone(code, "Dora")
    expect(dora.get_by_role("heading", name="To do before we meet")).to_be_visible()
    expect(dora.get_by_text("The deadline is near.")).to_be_visible()
    building.look("ahead-lobby", dora)
    dora.get_by_role("link", name="Start").click()
    expect(dora.locator("form[data-contribute] textarea:visible").first).to_be_visible()
    looking.settled(dora)
    note(dora, "Prepared at home")
    expect(dora.get_by_text("Prepared at home").first).to_be_visible()
    dora.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('outbox:'))")
    building.look("ahead-room", dora)

    console.reload()
    expect(console.get_by_role("main").get_by_text("Dora")).to_be_visible()
    console.get_by_role("button", name="Close it now").click()
    confirm(console, "Close it")
    expect(dora.get_by_text("This is closed.")).to_be_visible()
    looking.goto(console, f"/w/{code}/console/")
    building.look("ahead-console", console)
    _go_on(console)
    expect(dora.get_by_text("The workshop has started.")).to_be_visible()
    dora.get_by_role("link", name="Join the room").click()
    looking.settled(dora)
    _go_on(console)
    expect(dora.get_by_role("heading", level=1)).to_have_text("What holds us back?")
    expect(dora.get_by_text("Prepared at home").first).to_be_visible()


def test_what_people_write_in_an_activity_that_is_deleted_is_offered_back(building: Building) -> None:
    code, uuid, slug = building.made["Off-site"]
    console = building.console
    console.goto(f"/d/{slug}/workshops/{uuid}/")
    row = console.locator(".plan-row:has(a[href$='/ahead/'])").first
    row.get_by_role("button", name="More actions").click()
    row.get_by_role("link", name="Open it before the workshop").click()
    expect(console.get_by_label("Open until")).to_be_visible()
    console.evaluate(
        """() => {
          const local = new Date(Date.now() + 5 * 3600e3 - new Date().getTimezoneOffset() * 60e3);
          document.querySelector("[name='until']").value = local.toISOString().slice(0, 16);
        }"""
    )
    console.get_by_role("button", name="Open it now").click()
    expect(console.get_by_role("heading", name="Progress")).to_be_visible()
    emil = building.phone(code, "Emil", "ERR_INTERNET_DISCONNECTED", "409", "410", "404")
    emil.get_by_role("link", name="Start").click()
    # One note waits for a connection, and he writes the next.
    field = emil.get_by_label("One thought per note")
    expect(field).to_be_visible()
    looking.settled(emil)
    emil.context.set_offline(True)
    note(emil, "Sent from a tunnel")
    expect(emil.locator(".board-waiting")).to_contain_text("Sent from a tunnel")
    field.fill("Half a thought of Emil")

    console.goto(f"/d/{slug}/workshops/{uuid}/")
    item = console.locator("#agenda li", has_text="What holds us back?")
    item.get_by_role("button", name="More actions for").click()
    looking.press_and_agree(console, item.get_by_role("button", name="Delete"))
    expect(item).to_have_count(0)

    emil.context.set_offline(False)
    expect(emil.get_by_text("removed this activity")).to_be_visible()
    expect(emil.get_by_text("Sent from a tunnel").first).to_be_visible()
    expect(field).to_have_value("Half a thought of Emil")
    building.look("deleted-meanwhile", emil)
    emil.reload()
    expect(emil.get_by_role("heading", name="was removed")).to_be_visible()
    expect(emil.get_by_text("Half a thought of Emil")).to_be_visible()
    building.look("deleted", emil)
    emil.get_by_role("link", name="Go to the workshop").click()
    expect(emil.get_by_text("What holds us back?")).to_have_count(0)


def test_somebody_who_joined_twice_goes_on_as_one_person(building: Building) -> None:
    code = building.made["Kick-off"][0]
    first = building.phone(code, "Ana")
    second = building.phone(code, "Ana")
    console = building.console
    looking.goto(console, f"/w/{code}/console/")

    console.get_by_role("button", name="More about Ana (2)").click()
    building.look("merge-menu", console)
    console.get_by_role("button", name="Same person as…").locator("visible=true").click()
    form = console.locator("#dialog-body")
    expect(form.get_by_label("They are the same person as")).to_have_value(re.compile(r"\d+"))
    building.look("merge", console)
    form.get_by_role("button", name="Merge").click()

    expect(console.get_by_role("button", name="More about Ana (2)")).to_have_count(0)
    expect(console.get_by_role("button", name="More about Ana")).to_have_count(1)
    expect(second).to_have_url(first.url)
    looking.settled(second)
    console.keyboard.press("x")
    expect(form.get_by_text("Merged with Ana")).to_be_visible()
    building.look("merged", console)
    form.get_by_role("button", name="Separate").click()
    expect(console.get_by_role("button", name="More about Ana (2)")).to_have_count(1)
