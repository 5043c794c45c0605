"""On the stage, each number of a ranking says how many people are behind it, at every length, and nothing is
cut off for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Open, sign_in
from tests.browser.looking import settled
from tests.browser.test_stage_fits import LARGEST, MEASURE, SIZES
from tests.served import Headwaters
from tests.sweeps import cut

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

# Rounds that all score alike, in which a fifth person scores every other use case, with another round, with
# three more people of neither side, and in which no one answers some criteria: one where the scale of the
# others fills it, two where that leaves no place.
BUILD = """
import json
from lvt.models import ScoringRound, UseCase
from lvt.rounds.services import open_round, reveal
from tests.browser.states import SYSTEM, States, score
from workshops.models import Participant
states = States()
for number in (3, 4, 5, 6, 8, 9, 11, 12, 13, 15):
    for name in ("mixed", "others", "mixed again", "partly", "partly again"):
        states.scoring(number, revealed=False)
        made = states.made[f"{number} {name}"] = states.made.pop(f"scoring {number} open")
        opened = ScoringRound.objects.get(activity__track__workshop__code=made["code"])
        workshop = opened.activity.track.workshop
        cases = list(UseCase.objects.filter(discovery=workshop.discovery).order_by("position"))
        people = list(workshop.participants.order_by("pk"))
        score(opened, people[4:5], cases[::2])
        if name == "others":
            Participant.objects.filter(pk__in=[each.pk for each in people[5:8]]).update(side="other")
            score(opened, [Participant.objects.get(pk=each.pk) for each in people[5:8]], cases)
        if name.startswith("partly"):
            asked = list(opened.method.criteria.all())
            answers = opened.scores.filter(use_case__in=cases[1::3], criterion__in=asked[:1])
            (answers | opened.scores.filter(use_case__in=cases[2::3], criterion__in=asked[:3])).delete()
        reveal(actor=SYSTEM, round=opened)
        if name.endswith("again"):
            again = {"activity": opened.activity, "use_cases": cases[-1:], "method": opened.method}
            opened = open_round(actor=SYSTEM, **again)
            score(opened, people[:4], cases[-1:])
            reveal(actor=SYSTEM, round=opened)
    states.scoring(number, revealed=True)
print("MADE " + json.dumps(states.made))
"""
# Rows with a number beside which, and below all of which, no word or sign says how many people are behind it.
BARE = """() => {
  const seen = (of, selector) =>
    [...of.querySelectorAll(selector)].filter(each => each.checkVisibility()).map(each => each.textContent);
  const key = seen(document, ".ranking-key").join();
  return [...document.querySelectorAll(".ranking > li:has(.score)")].filter(row => {
    if (/\\d of \\d+ (people|person)/.test(seen(row, ".behind").join())) return false;
    if (/^(Each use case: |\\d+ of \\d+ people scored each use case)/.test(key)) return false;
    return !(/\\d\\/\\d/.test(seen(row, ".of").join()) && /\\d\\/\\d: \\d of \\d people scored/.test(key));
  }).map(row => row.textContent.replace(/\\s+/g, " "));
}"""

# Rows in which words or numbers run over others.
OVERLAPPING = """() => {
  // A figure beside a key is drawn by the style sheet, and its words are for screen readers.
  const boxOf = each => {
    if (each.matches("[data-figure]")) return each.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(each);
    return range.getBoundingClientRect();
  };
  return [...document.querySelectorAll(".stage .ranking > li")].filter(row => {
    const boxes = [...row.querySelectorAll(".sides > *, .score, .what p, .bar, h2")]
      .filter(each => each.checkVisibility()).map(boxOf).filter(box => box.width > 1);
    return boxes.some((one, at) => boxes.slice(at + 1).some(other =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2
      && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > innerHeight / 180));
  }).map(row => row.textContent.replace(/\\s+/g, " "));
}"""


def test_every_number_says_how_many_people_are_behind_it(headwaters: Headwaters, open_browser: Open) -> None:
    """At each length: in words, or by a few signs with what they mean below, once where all are the same."""
    stage = open_browser("mixed", 1920, 1080)[0].new_page()
    sign_in(stage, headwaters)
    wrong: dict[str, Any] = {}
    for name, state in cut(headwaters.told(BUILD, "MADE").items(), 24):
        stage.goto(f"/w/{state['code']}/stage/")
        settled(stage)
        for width, height in cut((*SIZES, LARGEST), 2):
            stage.set_viewport_size({"width": width, "height": height})
            stage.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
            measured, bare = stage.evaluate(MEASURE), stage.evaluate(BARE)
            overlapping = stage.evaluate(OVERLAPPING)
            if measured["small"] or measured["out"] or bare or overlapping:
                wrong[f"{name} at {width}"] = (measured, bare, overlapping)
    assert not wrong, "\n".join(f"{name}: {measured}" for name, measured in wrong.items())
