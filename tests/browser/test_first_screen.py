"""What a phone with an empty cache fetches from the form to join until it is in the room."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import arrived
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

MOST = 150_000
"""Bytes over the wire, heads of answers included."""


class Wire:
    """What a page fetches, as the browser counts it: bytes by address, 0 for what it had already. `with_kept`
    counts what it had already, too: a phone that keeps nothing between two pages fetches it again."""

    def __init__(self, page: Page) -> None:
        self.fetched: dict[str, int] = {}
        self.with_kept = 0
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.responseReceived", lambda event: self._count(event["response"]))
        session.on("Network.dataReceived", self._count)
        session.send("Network.enable")

    def _asked(self, event: dict[str, object]) -> None:
        self._addresses[str(event["requestId"])] = str(event["request"]["url"])  # type: ignore[index]  # of the protocol

    def _finished(self, event: dict[str, object]) -> None:
        address = self._addresses.get(str(event["requestId"]), "")
        self.fetched[address] = self.fetched.get(address, 0) + int(
            str(event["encodedDataLength"]).split(".")[0]
        )

    def _count(self, part: dict[str, float]) -> None:
        self.with_kept += max(0, int(part["encodedDataLength"]))


def test_a_phone_is_in_the_room_for_little(open_browser: Open, headwaters: Headwaters) -> None:
    context, _watch = open_browser("phone", 390, 844, has_touch=True, is_mobile=True)
    phone = context.new_page()
    wire = Wire(phone)
    phone.goto(f"/join/{headwaters.demo['join_code']}/")
    phone.get_by_label("Your name").fill("Ana García")
    phone.get_by_label("IT").check()
    phone.evaluate("document.fonts.ready")
    fonts = [address for address in wire.fetched if address.endswith(".woff2")]
    assert len(fonts) == 1, fonts  # the part that the first screen needs, not the whole
    phone.get_by_role("button", name="Join").click()
    arrived(phone)
    expect(phone.get_by_text("You’re in")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    wire_of = sorted(wire.fetched.items(), key=lambda each: -each[1])
    assert sum(wire.fetched.values()) < wire.with_kept < MOST, wire_of[:20]
    # What people said is set in the phone's own serif: ours would be a third of the whole.
    serif = "getComputedStyle(document.querySelector('.room')).getPropertyValue('--serif')"
    assert "Source Serif" not in phone.evaluate(serif)
    assert not [address for address in wire.fetched if "source-serif" in address]
    pages = [
        size for address, size in wire.fetched.items() if address.endswith("/") and "/static/" not in address
    ]
    assert pages
    assert max(pages) < 10_000, pages  # they come compressed
