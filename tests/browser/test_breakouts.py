"""Three breakout rooms with three phones: each is steered by itself, everybody is called together, returns
and goes on; and the agenda is changed on the console before."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open, sign_in
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PEOPLE = (("Anna", "Business"), ("Ben", "Business"), ("Cleo", "IT"))


def all_at(title: str, *pages: Page) -> None:
    for page in pages:
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def next_activity(console: Page) -> None:
    console.get_by_role("button", name="Next activity").click()


def choose(console: Page, activity: str, action: str) -> None:
    console.get_by_role("button", name=f"Change {activity}").click()
    console.get_by_role("button", name=action, exact=True).click()


def agenda(console: Page) -> list[str]:
    return [
        item.get_attribute("data-name") or ""
        for item in console.locator("#console-agenda .agenda > li").all()
    ]


def test_three_rooms_open_gather_return_and_close(headwaters: Headwaters, open_browser: Open) -> None:
    context, watch = open_browser("facilitator", 1280, 900)
    console = context.new_page()
    sign_in(console, headwaters)
    slug = (console.locator('a[href^="/d/"]').first.get_attribute("href") or "").split("/")[2]
    console.goto(f"/d/{slug}/workshops/new/")
    console.locator("[name=name]").fill("Three streams")
    looking.choose_agenda(console, "Hypotheses and measures")
    console.get_by_role("button", name="Add the workshop").click()
    console.get_by_role("link", name="Rooms and their agendas").click()
    expect(console.get_by_role("heading", name="Operating model")).to_be_visible()
    wrong = looking.axe_in_both_themes(console)
    console.get_by_role("link", name="Three streams").click()
    console.get_by_role("link", name="Open the console").click()
    console.wait_for_url(re.compile("/console/"))
    code = console.url.rstrip("/").split("/")[-2]
    phones, watches = [], [watch]
    for name, side in PEOPLE:
        of_phone, watched = open_browser(name, 360, 740, is_mobile=True, has_touch=True)
        phone = of_phone.new_page()
        phone.goto(f"/join/{code}/")
        phone.locator("[name=display_name]").fill(name)
        phone.get_by_label(side, exact=True).check()
        phone.get_by_role("button", name=re.compile("Join")).click()
        phones.append(phone)
        watches.append(watched)
    stage = context.new_page()
    stage.goto(f"/w/{code}/stage/")
    console.get_by_role("button", name="Start the workshop").click()
    all_at("Welcome", console, stage, *phones)
    change_the_agenda(console)
    # What was skipped is passed over.
    next_activity(console)
    all_at("What would have to be true?", console, stage, *phones)
    next_activity(console)
    all_at("Measures, in three rooms", console, stage)
    all_at("Collect on your own", *phones)
    expect(stage.get_by_text("Cleo")).to_be_visible()
    wrong += [each for page in (console, stage) for each in looking.axe_in_both_themes(page)]
    console.get_by_role("link", name="Control Technology").click()
    all_at("Collect on your own", console)
    next_activity(console)
    of_tech = next(
        phone for phone in phones if phone.locator(".room-head").get_by_text("Technology", exact=True).count()
    )
    others = [phone for phone in phones if phone is not of_tech]
    all_at("Talk it through", console, of_tech)
    all_at("Collect on your own", *others)
    wrong += looking.axe_in_both_themes(console) + looking.axe_in_both_themes(of_tech)
    # Who is typing when everybody is called is told so, until the room is back where they type.
    typing, moved = others[0].get_by_label("One thought per note"), others[0].locator(".room-moved")
    typing.fill("Half a thought")
    console.get_by_role("button", name="Gather everyone").click()
    all_at("Measures, in three rooms", *phones)
    expect(moved).to_be_visible()
    expect(stage.get_by_text("Everyone back, please.")).to_be_visible()
    console.get_by_role("button", name="Back to the rooms").click()
    all_at("Talk it through", of_tech)
    all_at("Collect on your own", *others)
    expect(moved).to_be_hidden()
    expect(typing).to_have_value("Half a thought")
    console.get_by_role("link", name="Main room", exact=True).click()
    all_at("Measures, in three rooms", console)
    move_to_technology(console, others[0])
    # A person who is moved alone reads that, and not that the room has moved on.
    expect(moved.get_by_text("You were moved to another room.")).to_be_visible()
    expect(moved.get_by_text("The room has moved on.")).to_be_hidden()
    moved.get_by_role("button").click()
    expect(others[0].locator("[data-returned]")).to_contain_text("You were moved to another room")
    # However long the agenda is and low the screen: what is now, and how late it is, are in sight.
    console.set_viewport_size({"width": 1280, "height": 420})
    next_activity(console)
    all_at("Back on one tree", console, *phones)
    expect(stage.get_by_role("banner")).to_contain_text("Back on one tree")
    for part in ("li[aria-current=step]", "[data-follows-clock]"):
        expect(console.locator(f"#console-agenda {part}")).to_be_in_viewport(ratio=1)
    assert not wrong, "\n".join(wrong)
    failures = [failure for each in watches for failure in each.failures]
    assert not failures, "\n".join(failures)


def move_to_technology(console: Page, phone: Page) -> None:
    """Somebody else is in another room at once; the dialog has nothing left that closing it would lose."""
    console.get_by_role("button", name="Move people").click()
    dialog = console.locator("#dialog")
    rooms = dialog.get_by_role("combobox")
    expect(rooms).to_have_count(len(PEOPLE))
    for room in rooms.all():
        room.select_option(label="Technology")
    expect(phone.locator(".room-head").get_by_text("Technology", exact=True)).to_be_visible()
    looking.settled(console)
    console.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(console.locator("#confirm-dialog")).to_be_hidden()


def change_the_agenda(console: Page) -> None:
    """By keyboard, in place and by menu, while the room is live."""
    before = agenda(console)
    last = console.get_by_role("button", name=f"Move {before[-1]}")
    # Twice in a row: the second does not wait for the page to be drawn again, and is no conflict.
    last.press("Alt+ArrowUp")
    last.press("Alt+ArrowUp")
    last.press("Alt+ArrowDown")
    expect(console.locator("#console-agenda .agenda > li").nth(-1)).to_have_attribute("data-name", before[-2])
    choose(console, before[-1], "Move down")
    expect(console.locator("#console-agenda .agenda > li").nth(-1)).to_have_attribute("data-name", before[-1])
    choose(console, before[2], "Title and minutes")
    minutes = console.locator("#console-agenda").get_by_role("spinbutton", name="Minutes", exact=True)
    minutes.fill("12")
    # Somebody joins or a timer is set meanwhile: what is typed stays.
    console.get_by_role("button", name="+ 1 min").click()
    expect(
        console.locator("#console-agenda").get_by_role("spinbutton", name="Minutes", exact=True)
    ).to_have_value("12")
    console.locator("#console-agenda").get_by_role("button", name="Save").click()
    row = console.locator(f'#console-agenda li[data-name="{before[2]}"] .plan-minutes')
    expect(row).to_contain_text("12")
    choose(console, before[1], "Skip")
    expect(console.locator(f'#console-agenda li[data-name="{before[1]}"]')).to_have_class(
        re.compile("skipped")
    )
    expect(console.locator("#console-agenda")).to_contain_text("min ahead")
