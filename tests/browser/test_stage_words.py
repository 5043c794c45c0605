"""No word of a spotlight is broken in two: then something has far less width than the stage has."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.looking import show_stage
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from tests.browser.states import States
from workshops.registries import spotlights
states = States()
for spotlight in spotlights:
    if spotlight.is_whole and spotlight.choices(states.discovery):
        states.shown(spotlight.key, spotlight.choices(states.discovery)[0][0])
print("MADE " + json.dumps(states.made))
"""
BROKEN = """() => {
  const parts = [];
  const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("svg") || !text.parentElement.checkVisibility()) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top)));
      if (lines.size > 1) parts.push(word[0]);
    }
  }
  return parts;
}"""


def test_no_word_of_a_spotlight_is_broken(headwaters: Headwaters, stage: Page) -> None:
    states = headwaters.told(BUILD, "MADE")
    assert len(states) >= 20
    broken = {}
    for name, state in states.items():
        show_stage(stage, state["code"], (1280, 720))
        if words := stage.evaluate(BROKEN):
            broken[name] = words
    assert broken == {}
