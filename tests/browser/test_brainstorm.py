"""A brainstorm with three phones: write, reveal, group by keyboard, name, vote, rank; hidden in between."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PHONE = (360, 740, {"is_mobile": True, "has_touch": True})
PREPARE = """
import json
from django.http import HttpResponse
from discovery.models import Discovery
from workshops.web.cookies import remember
from tests.workshops.boards import board
discovery = Discovery.objects.order_by("pk").first()
room = board(prompt="What keeps us from using our data?", discovery=discovery)
people = [room.join(name) for name in ("Ann", "Ben", "Cleo")]
print("BOARD " + json.dumps({
    "code": room.workshop.code,
    "cookies": [remember(HttpResponse(), person).cookies.output(header="").strip() for person in people],
}))
"""


def test_three_phones_brainstorm(headwaters: Headwaters, open_browser: Open) -> None:
    room = headwaters.told(PREPARE, "BOARD")
    watches, phones = [], []
    for number, name in enumerate(("Ann", "Ben", "Cleo")):
        width, height, options = PHONE
        context, watch = open_browser(name, width, height, **options)
        cookie: SimpleCookie = SimpleCookie(room["cookies"][number])
        for key, morsel in cookie.items():
            context.add_cookies([{"name": key, "value": morsel.value, "url": headwaters.url}])
        page = context.new_page()
        page.goto(f"/w/{room['code']}/")
        watches.append(watch)
        phones.append(page)
    laptop, watch = open_browser("facilitator", 1280, 800)
    console = laptop.new_page()
    sign_in(console, headwaters)
    console.goto(f"/w/{room['code']}/console/")
    stage = laptop.new_page()
    stage.goto(f"/w/{room['code']}/stage/")
    watches.append(watch)
    pages = [*phones, console, stage]
    wrong: list[str] = []

    def look(*large: Page) -> None:
        for page in (phones[0], *large):
            looking.settled(page)
            wrong.extend(looking.axe_in_both_themes(page))
        wrong.extend(filter(None, [looking.wider_than_the_screen(phones[0])]))
        wrong.extend(phones[0].evaluate(looking.SMALL_TARGETS))

    watches[1].expecting(
        "ERR_INTERNET_DISCONNECTED"
    )  # Ben's phone loses the network for a moment, on purpose
    write(phones, stage)
    look()
    for page in (console, stage, phones[1]):
        assert "week old" not in page.content()
    reveal_and_group(console, phones, stage)
    look(console, stage)
    vote(console, phones, stage)
    look()
    step(console, "Show the results")
    for page in pages:
        expect(page.locator(".board-ranking > li").first).to_contain_text("Late data")
    expect(stage.locator(".board-ranking > li").first).to_contain_text("3 dots")
    look(console, stage)
    turn(console)
    assert not wrong, "\n".join(wrong)
    failures = [failure for each in watches for failure in each.failures]
    assert not failures, "\n".join(failures)


def step(console: Page, name: str) -> None:
    """Whether a step asks depends on who said to be done; the answer is the same."""
    looking.press_and_agree(console, console.get_by_role("button", name=name))


def write(phones: list[Page], stage: Page) -> None:
    ann, ben, cleo = phones
    expect(stage.get_by_text("What keeps us from using our data?")).to_be_visible()
    # Too long: nothing is sent, nothing is lost, and it says by how much.
    field = ann.get_by_label("One thought per note")
    field.fill("x" * 10_000)
    expect(ann.get_by_text("9,500 characters too many")).to_be_visible()
    ann.get_by_role("button", name="Add to the board").click()
    # One message at a time: what the server says takes the place of the count.
    expect(ann.get_by_text("Notes can have up to 500 characters.")).to_be_visible()
    expect(ann.get_by_text("9,500 characters too many")).to_be_hidden()
    expect(field).to_have_value("x" * 10_000)
    field.fill("The data is a week old")
    field.press("Enter")
    # Who types on while the last note is being saved loses nothing, and is not told that the room moved on.
    field.type("<b>Too many tools</b>")
    expect(ann.get_by_text("My notes 1")).to_be_visible()
    expect(field).to_have_value("<b>Too many tools</b>")
    expect(ann.locator(".room-moved")).to_be_hidden()
    field.press("Enter")
    expect(ann.locator(".board-own > li")).to_have_count(2)
    # A note written offline survives a refresh, and is sent once when the network is back.
    ben.context.set_offline(True)
    ben.get_by_label("One thought per note").fill("אין לנו זמן")
    ben.get_by_role("button", name="Add to the board").click()
    expect(ben.locator(".board-waiting")).to_contain_text("אין לנו זמן")
    ben.context.set_offline(False)
    expect(ben.locator(".board-own > li")).to_have_count(1)
    cleo.get_by_label("One thought per note").fill("Nobody owns the recrod")
    cleo.get_by_role("button", name="Add to the board").click()
    own = cleo.locator(".board-own > li")
    own.locator("summary").click()
    own.get_by_label("Change this note").fill("Nobody owns the record")
    own.get_by_role("button", name="Save").click()
    expect(own.locator("summary")).to_have_text("Nobody owns the record")
    expect(stage.locator(".board-count b")).to_have_text("4")


def reveal_and_group(console: Page, phones: list[Page], stage: Page) -> None:
    ann, ben, _cleo = phones
    step(console, "Reveal the notes")
    for page in (*phones, console, stage):
        expect(page.locator("[data-note]")).to_have_count(4)
    # So few are read from the back row.
    expect(stage.locator("[data-grid=full]")).to_be_visible()
    boxes = [box for card in stage.locator("[data-note]").all() if (box := card.bounding_box())]
    assert len(boxes) == 4
    # Rows share the height, in parts of a pixel.
    assert all(
        max(box[side] for box in boxes) - min(box[side] for box in boxes) < 1 for side in ("width", "height")
    )
    # The facilitator by keyboard alone …
    first = console.locator("[data-note]", has_text="week old").locator("[data-act=move]")
    first.focus()
    console.keyboard.press("Enter")
    dialog = console.locator("#board-dialog")
    expect(dialog.get_by_text("The data is a week old")).to_be_visible()
    dialog.get_by_role("button", name="New group").focus()
    console.keyboard.press("Enter")
    name = console.get_by_label("Name of the group")
    name.fill("Late data")
    name.press("Enter")
    # … and somebody on a phone, into the same group.
    expect(ann.locator("[data-board-group][data-name='Late data']")).to_be_visible()
    ann.locator("[data-note]", has_text="record").get_by_role("button", name="Move").tap()
    ann.locator("#board-dialog").get_by_role("button", name="Late data").tap()
    for page in (console, ben, stage):
        expect(page.locator(".board-box:not(.loose, .new) [data-note]")).to_have_count(2)
    expect(stage.locator(".board-box:not(.loose) h3")).to_have_text("Late data")


def vote(console: Page, phones: list[Page], stage: Page) -> None:
    ann, ben, cleo = phones
    step(console, "Start the vote")
    for phone, dots in ((ann, 2), (ben, 1)):
        for _dot in range(dots):
            phone.get_by_role("button", name="Add a dot to “Late data”").tap()
    expect(ann.locator("[data-board-purse-left]")).to_have_text("3")
    expect(ann.get_by_role("button", name="Add a dot to “Late data”")).to_be_disabled()
    cleo.get_by_role("button", name="Add a dot to “<b>Too many tools</b>”").tap()
    cleo.get_by_role("button", name="Remove a dot from “<b>Too many tools</b>”").tap()
    expect(cleo.locator("[data-board-purse-left]")).to_have_text("5")
    expect(cleo.locator("main .saving")).to_have_text("Saved")
    ann.reload()
    expect(ann.locator("[data-board-purse-left]")).to_have_text("3")
    expect(ann.locator(".board-dots.given [data-dots]")).to_have_text("2")
    assert "dots</span>" not in stage.content()


def turn(console: Page) -> None:
    row = console.locator(".board-ranking > li").nth(1)
    row.get_by_role("button", name="More actions for").click()
    dialog = console.locator("#dialog")
    dialog.get_by_role("button", name="Risk").click()
    expect(dialog).to_be_hidden()
    expect(console.locator("#toasts")).to_contain_text("Risk")
    expect(row.locator(".chip.good")).to_have_text("Risk")


def phone_of_ann(
    room: dict[str, Any], headwaters: Headwaters, open_browser: Open
) -> tuple[Page, looking.Watch]:
    context, watch = open_browser("Ann", 360, 740)
    for name, morsel in SimpleCookie(room["cookies"][0]).items():
        context.add_cookies([{"name": name, "value": morsel.value, "url": headwaters.url}])
    page = context.new_page()
    page.goto(f"/w/{room['code']}/")
    return page, watch


BOARD_OF_THREE = """
import json
from discovery.models import Discovery
from tests.workshops.boards import board
discovery = Discovery.objects.order_by("pk").first()
room = board("Late data", "Data comes late", "Too many tools", discovery=discovery)
print("BOARD " + json.dumps(room.workshop.code))
"""


def test_notes_are_dragged_together(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("dragging", 1280, 800)
    console = context.new_page()
    sign_in(console, headwaters)
    looking.goto(console, f"/w/{headwaters.told(BOARD_OF_THREE, 'BOARD')}/console/")

    def drag(text: str, onto: str) -> None:
        looking.settled(console)
        # `hover` waits until the note is at rest: what others do may still move it.
        console.locator("[data-note]", has_text=text).hover(position={"x": 20, "y": 12})
        console.mouse.down()
        target = console.locator("[data-note]", has_text=onto)
        # The first one picks the note up, the second one is over the other.
        for left in (30, 34):
            target.hover(position={"x": left, "y": 14})
        console.mouse.up()

    group = console.locator(".board-box:not(.loose, .new)")
    drag("Data comes late", "Late data")
    expect(group.locator("[data-note]")).to_have_count(2)
    drag("Too many tools", "Late data")
    expect(group.locator("[data-note]")).to_have_count(3)
    expect(group).to_have_count(1)
    assert watch.failures == []


LOWERED = """
from workshops.models import Activity
from workshops.agenda.services import change_activity
from tests.factories import SYSTEM
activity = Activity.objects.get(track__workshop__code="{code}", kind="brainstorm")
change_activity(actor=SYSTEM, activity=activity, settings={{"dots": 5, "most": 1}})
"""


def test_who_gave_a_note_more_dots_than_it_takes_now_takes_them_back(
    headwaters: Headwaters, open_browser: Open
) -> None:
    voting = PREPARE.replace("room = board(", 'room = board("Too many tools", most=3, ')
    voting = voting.replace("people = ", 'room.go("vote")\npeople = ')
    room = headwaters.told(voting, "BOARD")
    page, watch = phone_of_ann(room, headwaters, open_browser)
    dots = page.locator("[data-vote] [data-dots]")
    for _dot in range(3):
        page.get_by_role("button", name="Add a dot to").click()
    expect(page.locator("main .saving")).to_have_text("Saved")
    headwaters.python(LOWERED.format(code=room["code"]))
    expect(page.locator("[data-board-purse]")).to_have_attribute("data-most", "1")
    expect(dots).to_have_text("3")
    for left in ("1", "0"):
        page.get_by_role("button", name="Remove a dot from").click()
        expect(dots).to_have_text(left)
        expect(page.locator("main .saving")).to_have_text("Saved")
    page.reload()
    expect(dots).to_have_text("0")
    assert watch.failures == []


TAKEN_AWAY = """
from workshops.models import Activity
from workshops.agenda.services import delete_activity
from workshops.room.running.services import move_on
from tests import factories
from tests.factories import SYSTEM
activity = Activity.objects.get(track__workshop__code="{code}", kind="brainstorm")
factories.activity(activity.track.workshop, "welcome", "What comes next")
move_on(actor=SYSTEM, track=activity.track, from_activity=activity)
delete_activity(actor=SYSTEM, activity=activity)
"""


def test_a_note_that_nobody_takes_any_more_is_given_back_whole(
    headwaters: Headwaters, open_browser: Open
) -> None:
    room = headwaters.told(PREPARE, "BOARD")
    page, watch = phone_of_ann(room, headwaters, open_browser)
    watch.expecting("ERR_FAILED", "409", "422")
    page.route("**/activities/**", lambda route: route.abort())  # the note waits while the room moves on
    note = "<b>Long</b> & true, " + "thought after thought " * 20 + "to its end"
    page.locator("#board-text").fill(note)
    page.get_by_role("button", name="Add to the board").click()
    expect(page.locator("[data-contribute-state]")).to_contain_text("Not saved yet")
    headwaters.python(TAKEN_AWAY.format(code=room["code"]))
    expect(page.get_by_role("heading", name="What comes next", level=1)).to_be_visible()
    expect(page.locator("#board-text")).to_have_count(0)
    page.unroute("**/activities/**")
    returned = page.locator("[data-returned]")
    expect(returned).to_contain_text(note)
    assert looking.axe_in_both_themes(page) == []
    assert looking.wider_than_the_screen(page) == ""
    page.reload()
    expect(returned).to_contain_text(note)
    returned.get_by_role("button", name="Discard").click()
    expect(returned).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(returned).to_be_hidden()
    assert watch.failures == []
