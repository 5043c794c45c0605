"""Phones that write about data products: what is refused comes back whole, also after a lost network; a map
that takes a while to draw comes by itself; on the projector everything is seen without scrolling."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import Open
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

LONG = "A product that says what everybody in every country needs to know before breakfast. " * 3
PREPARE = """
import itertools, json, time
from django.http import HttpResponse
from organizations.actors import Actor
from workshops.actors import RoomActor
from core.services import kinds
from workshops.web.cookies import remember
from products.models import InputPort, TemplatePart
from products.design.product.services import add_product
from products.design.template_proposals.services import propose
from tests import factories
from tests.workshops.answering import answering
from tests.factories import SYSTEM
factories._numbers = itertools.count(time.time_ns())
room = answering(KIND, SETTINGS)
phones = [room.join(name) for name in ("Ann", "Bo")]
made = []
for number in range(PRODUCTS):
    kind = "source_oriented" if number % 2 else "consumer_oriented"
    product = add_product(
        actor=SYSTEM, discovery=room.workshop.discovery, name=f"Product {number}", kind=kind, job=LONG
    )
    for feeder in made[-4:]:
        kinds.add(actor=SYSTEM, draft=InputPort(product=product, feeder=feeder))
    made.append(product)
for part in PARTS:
    for number in range(9):
        propose(
            actor=RoomActor.of_participant(phones[0]), activity=room.activity, part=TemplatePart(part),
            text=f"{number} {LONG}"[:118], kind="api" if part == "output" else "",
        )
print("ROOM " + json.dumps({
    "code": room.workshop.code,
    "activity": str(room.activity.uuid),
    "cookies": [remember(HttpResponse(), phone).cookies.output(header="").strip() for phone in phones],
}))
"""
CLOSE = """
from workshops.models import Activity
from workshops.services.activity_phases import set_phase
from tests.factories import SYSTEM
set_phase(actor=SYSTEM, activity=Activity.objects.get(uuid="{activity}"), from_phase="{seen}", to="{to}")
"""


def prepare(
    headwaters: Headwaters,
    kind: str,
    settings: dict[str, object] | None = None,
    *,
    products: int = 0,
    parts: tuple[str, ...] = (),
) -> dict[str, Any]:
    names = "KIND, SETTINGS, PRODUCTS, PARTS, LONG"
    given = f"{names} = {(kind, settings or {}, products, parts, LONG)!r}"
    room: dict[str, Any] = headwaters.told(f"{given}\n{PREPARE}", "ROOM")
    return room


def screen(
    headwaters: Headwaters, open_browser: Open, room: dict[str, Any], number: int, *, stage: bool = False
) -> Page:
    """The phone of a participant, or a projector that they opened."""
    size, touch = ((1920, 1080), False) if stage else ((360, 740), True)
    context, watch = open_browser(f"{number} {stage}", *size, is_mobile=touch, has_touch=touch)
    watch.expecting(r"ERR_INTERNET_DISCONNECTED", r"status of (409|422)")
    name, value = re.findall(r"^([^=]+)=([^;]+)", room["cookies"][number])[0]
    context.add_cookies([{"name": name, "value": value, "url": headwaters.url}])
    page = context.new_page()
    looking.goto(page, f"/w/{room['code']}/{'stage/' if stage else ''}")
    return page


def proposing(page: Page, part: str, text: str) -> None:
    page.locator("#template-part").select_option(part)
    page.get_by_label("Your proposal").fill(text)
    page.get_by_role("button", name="Add to template").tap()


def test_what_the_server_refuses_comes_back_as_it_was_written(
    headwaters: Headwaters, open_browser: Open
) -> None:
    room = prepare(headwaters, "template_together", {"name": "Field visits"})
    ann = screen(headwaters, open_browser, room, 0)
    bo = screen(headwaters, open_browser, room, 1)
    # Too long for a name: it is a name still, and not suddenly the answer to a question.
    proposing(ann, "name", "x" * 130)
    expect(ann.locator(".errorlist")).to_contain_text("at most 120 characters")
    expect(ann.locator("#template-part")).to_have_value("name")
    expect(ann.get_by_label("Your proposal")).to_have_value("x" * 130)

    proposing(bo, "access", "By a link in the mail")
    expect(ann.locator(".rt-questions")).to_contain_text("By a link in the mail")
    bo.context.set_offline(True)
    proposing(bo, "access", "Written in the tunnel")
    expect(bo.locator("[data-contribute-pending]")).to_contain_text("Written in the tunnel")
    bo.get_by_label("Your proposal").fill("Half a thought")
    proposing(ann, "access", "Said meanwhile")
    expect(ann.locator(".rt-questions")).to_contain_text("Said meanwhile")
    headwaters.python(CLOSE.format(**room, seen="fill", to="look"))
    expect(ann.locator("#template-form")).to_have_count(0)
    bo.context.set_offline(False)
    # The room has closed. What was sent comes back, the text alone, and what is being written stays.
    expect(bo.locator("[data-returned-list] .said")).to_have_text("Written in the tunnel")
    expect(bo.get_by_label("Your proposal")).to_have_value("Half a thought")
    expect(bo.locator(".rt-questions")).to_contain_text("Said meanwhile")


def test_a_large_map_comes_to_every_screen_by_itself(headwaters: Headwaters, open_browser: Open) -> None:
    room = prepare(headwaters, "map_review", products=40)
    ann = screen(headwaters, open_browser, room, 0)
    stage = screen(headwaters, open_browser, room, 0, stage=True)
    for page in (ann, stage):
        expect(page.locator(".map-scroll svg")).to_contain_text("Product 39")
        expect(page.locator("[data-pending-drawing]")).to_have_count(0)
    ann.get_by_label("What exactly?").fill("Product 3 is there twice")
    ann.get_by_role("button", name="Add mark").tap()
    for page in (ann, stage):
        expect(page.locator(".mark-list")).to_contain_text("Product 3 is there twice")
        expect(page.locator(".map-scroll svg")).to_be_visible()


# The distance in pixels from the middle of the number to the left upper corner of the node.
AT_NODE = """name => {
  const node = document.querySelector(`.map-scroll [data-name="${name}"]`).getBoundingClientRect();
  const pill = document.querySelector(".map-numbers rect").getBoundingClientRect();
  return Math.hypot(pill.left - node.left, pill.top + pill.height / 2 - node.top);
}"""


def test_the_number_of_a_mark_is_at_its_data_product_on_the_map(
    headwaters: Headwaters, open_browser: Open
) -> None:
    room = prepare(headwaters, "map_review", products=3)
    ann = screen(headwaters, open_browser, room, 0)
    stage = screen(headwaters, open_browser, room, 0, stage=True)
    for text, product in (("No one owns it", "The whole landscape"), ("It is there twice", "Product 2")):
        ann.get_by_label("What exactly?").fill(text)
        ann.locator("#mark-product").select_option(label=product)
        ann.get_by_role("button", name="Add mark").tap()
        expect(stage.locator(".mark-list")).to_contain_text(text)
    expect(stage.locator(".map-numbers text")).to_have_text(["2"])
    expect(stage.locator(".mark-list > li", has_text="No one owns it")).to_contain_text("The whole landscape")
    assert stage.evaluate(AT_NODE, "Product 2") < 20


def test_a_full_template_is_seen_whole_on_the_projector(headwaters: Headwaters, open_browser: Open) -> None:
    parts = (
        "job",
        "producer",
        "output",
        "consumer",
        "users",
        "value",
        "engagement",
        "tasks",
        "access",
        "inputs",
    )
    room = prepare(headwaters, "template_together", {"name": LONG}, parts=parts)
    stage = screen(headwaters, open_browser, room, 0, stage=True)
    expect(stage.locator(".rt-questions > li").last).to_be_in_viewport(ratio=1)
    expect(stage.locator(".rt-more:visible")).to_have_count(3)
    assert looking.wider_than_the_screen(stage) == ""
