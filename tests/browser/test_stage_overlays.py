"""The stage holds under everything that lies over it: each kind of activity in each of its phases, and what
is around activities, below each sort of spotlight, a message, and eyes up.

One page shows a state; what lies over it is put into the page as the stream puts it there. By default each
kind meets each overlay, each state each size, and each overlay each size; FULL=1 tries all of them.
"""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.looking import settled
from tests.browser.overlays import AROUND
from tests.served import Headwaters
from tests.sweeps import FULL
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

OVERLAYS = """
import json
from tests.browser.overlays import overlays
print("MADE " + json.dumps(overlays()))
"""
STATES = """
import json
from tests.browser.overlays import states_below
from tests.sweeps import FULL
print("MADE " + json.dumps(states_below({key!r})))
"""
SIZES = ((1920, 1080), (1280, 720), (1024, 768))
# Puts what lies over the stage into its region, and says what is wrong then.
LOOK = """async ([steering]) => {
  const region = document.querySelector("[data-region=steering]");
  region.innerHTML = steering;
  region.dispatchEvent(new CustomEvent("headwaters:region", { bubbles: true, detail: {} }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const wrong = [];
  const root = document.documentElement;
  if (root.scrollHeight > innerHeight + 1) wrong.push(`the page is ${root.scrollHeight} px high`);
  if (root.scrollWidth > innerWidth + 1) wrong.push(`the page is ${root.scrollWidth} px wide`);
  const away = "script, style, dialog, [popover], [hidden], .visually-hidden, .skip-link, .stage-controls";
  const isSeen = (each) => !each.closest(away) && each.checkVisibility({ visibilityProperty: true });
  const words = (each) => each.textContent.trim().replace(/\\s+/g, " ").slice(0, 40);
  // What says or draws something takes room, and what it says stands in it.
  for (const each of document.querySelectorAll("main *, .stage-head *")) {
    if (each.closest("svg svg, svg *, button") || !isSeen(each)) continue;
    const says = each.tagName === "svg" || each.textContent.trim();
    if (says && getComputedStyle(each).display !== "contents") {
      const { width, height } = each.getBoundingClientRect();
      // Rows may be left out; then a line says how many.
      const least = each.querySelector("[hidden]") ? width : Math.min(width, height);
      if (least < 1) wrong.push(`${width} × ${height} px: <${each.localName}> ${words(each)}`);
    }
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const holder = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || holder.closest("svg") || !isSeen(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const box = range.getBoundingClientRect();
    if (box.height < 2) continue;
    if (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || Math.min(box.left, box.top) < -1)
      wrong.push(`off the screen: ${words(holder)}`);
    // Lines that are cut on purpose end in dots.
    if (holder.closest(".map-scroll")) continue;
    for (let each = holder; each !== document.body; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.overflowX === "visible" || style.webkitLineClamp !== "none") continue;
      const edge = each.getBoundingClientRect();
      if (box.right > edge.right + 2 || box.left < edge.left - 2 || box.bottom > edge.bottom + 4)
        wrong.push(`cut off: ${words(holder)}`);
    }
  }
  // A heading has a third of the stage; in a row of cards, with a box around each, it is as long as its card.
  const card = "li, td, th, aside, figure, .card, .spotlit-columns, .strips, .item, [class*='-card']";
  for (const each of document.querySelectorAll("h1, h2, .asks-question")) {
    if (!isSeen(each) || each.closest(card)) continue;
    const range = document.createRange();
    range.selectNodeContents(each);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    const { width } = each.getBoundingClientRect();
    const said = `a heading of ${Math.round(width)} px: ${words(each)}`;
    if (lines > 1 && width < innerWidth / 3) wrong.push(said);
  }
  const shown = region.querySelector(".spotlight");
  if (shown && shown.getBoundingClientRect().width < innerWidth / 3) wrong.push("the spotlight is narrow");
  for (const each of document.querySelectorAll(".qr svg"))
    if (isSeen(each) && each.getBoundingClientRect().width < (120 * innerHeight) / 1080)
      wrong.push("a code that no phone reads");
  const fit = document.documentElement.style.getPropertyValue("--fit");
  if (Number(fit) < 0.8) wrong.push(`drawn ${fit} times as large`);
  if (shown && !/\\S/.test(shown.innerText)) wrong.push("the spotlight is empty");
  return [...new Set(wrong)];
}"""


@pytest.fixture(scope="module")
def laid_over(headwaters: Headwaters) -> dict[str, str]:
    """What may lie over the stage, by name; "" where nothing does."""
    drawn: dict[str, str] = headwaters.told(OVERLAYS, "MADE")
    message = drawn["message"]
    beside = {f"{name}, with a message": message + html for name, html in drawn.items() if "light" in name}
    return {"nothing": "", **drawn, **beside}


def chosen(states: list[str], overlays: list[str], at: int) -> set[tuple[str, str, tuple[int, int]]]:
    """Which state meets which overlay at which size. `at` is the place of the kind: each overlay meets each
    size after three kinds, each kind meets each overlay, and each state each size."""
    if FULL:
        return set(product(states, overlays, SIZES))
    shares = {
        (states[(place + at) % len(states)], overlay, SIZES[(place // len(states) + place + at) % len(SIZES)])
        for place, overlay in enumerate(overlays)
    }
    return shares | {(state, overlays[0], size) for state, size in product(states, SIZES)}


@pytest.mark.parametrize("key", [*(kind.key for kind in activity_kinds), AROUND])
def test_the_stage_holds_under_every_overlay(
    key: str, headwaters: Headwaters, stage: Page, laid_over: dict[str, str]
) -> None:
    states: dict[str, dict[str, str]] = headwaters.told(STATES.format(key=key), "MADE")
    at = [*(kind.key for kind in activity_kinds), AROUND].index(key)
    tried = chosen(list(states), list(laid_over), at)
    wrong: dict[str, Any] = {}
    for name, state in states.items():
        stage.goto(f"/w/{state['code']}/stage/")
        settled(stage)
        for size in SIZES:
            stage.set_viewport_size({"width": size[0], "height": size[1]})
            stage.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            for overlay, html in laid_over.items():
                if (name, overlay, size) in tried and (out := stage.evaluate(LOOK, [html])):
                    wrong[f"{name} under {overlay} at {size[0]}"] = out
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)
