"""The stage as one screen, in each kind and phase, with one item up to thirty: its title has one place,
its content fills the screen, and nothing is missing while there is room (tests/browser/measuring.py).

Each count meets each phase of a kind, and each size, in pairs; FULL=1 tries all of them.
"""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import COMPLETE, goto, show_stage
from tests.browser.measuring import MEASURE_STAGE, faults
from tests.browser.stage_items import AROUND, WAITING
from tests.served import Headwaters
from tests.sweeps import pairwise
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

BUILD = """
import json
from tests.browser.stage_items import filled
print("MADE " + json.dumps({{name: state for count in (1, 4, 8, 12, 30)
    for name, state in filled({key!r}, count).items()}}))
"""
SIZES = ((1920, 1080), (1280, 720), (3840, 2160))
COUNTS = (1, 4, 8, 12, 30)
# Left, top and size of every title, in parts of 1080.
TITLE = [60, 72, 60]
# Screens that are less full, by the beginning of their name, and why.
SPARSE = {
    "prediction": "one line for everyone and one for each side, whatever the number of people",
    "fill_roles": "a table of names: who fills which role",
    "presentation": "the slide of its author",
    "tree_together": "cards of a tree whose texts are short",
    "map_review": "a drawing in parts",
    "template_together look": "fields that are still empty",
}
# Screens whose letters are smaller with many items, because they are shown as one whole, and why.
WHOLE = {
    "scoring revealed 30": "a ranking is one order",
    "fill_roles propose 30": "thirty people are proposed for one role",
    "fill_roles look 30": "thirty people are proposed for one role",
    "presentation 30": "the slide of its author",
    "key_questions look": "the answers of today and tomorrow stand side by side",
    "lobby 12": "the agenda is whole",
    "lobby 30": "the agenda is whole, beside thirty names",
    "consent revealed": "a proposal with its objections",
    "poll revealed": "options of eighty letters",
    "end 30": "thirty decisions",
}


@pytest.mark.sweep(sample=("poll", "end"))
@pytest.mark.parametrize("key", [*(kind.key for kind in activity_kinds), *AROUND])
def test_the_stage_is_one_full_screen(key: str, headwaters: Headwaters, stage: Page) -> None:
    states: dict[str, dict[str, str]] = headwaters.told(BUILD.format(key=key), "MADE")
    phases = list(dict.fromkeys(name.rpartition(" ")[0] for name in states))
    wrong = {}
    for phase, count, size in pairwise(phases, COUNTS, SIZES):
        name = f"{phase} {count}"
        show_stage(stage, states[name]["code"], size)  # type: ignore[arg-type]  # pairs of any kind
        measured = stage.evaluate(MEASURE_STAGE)
        if is_whole := name.startswith(tuple(WHOLE)):
            measured["small"] = measured["tight"] = {}
        waits = name.startswith((*WAITING, *SPARSE))
        problems = faults(measured, items=int(count), waits=waits)  # type: ignore[call-overload]  # as above
        if measured.get("title") != TITLE and not is_whole:
            problems.append(f"its title is at {measured.get('title')}")
        if problems:
            wrong[f"{name} at {size[0]}"] = problems  # type: ignore[index]  # as above
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def test_one_key_shows_the_code_to_join(headwaters: Headwaters, stage: Page, open_browser: Open) -> None:
    """Once people are in, it takes no column until a facilitator asks for it: on all stages, wherever they
    press the key. Others show it on their own."""
    room = headwaters.told(BUILD_LATER, "MADE")
    console, guest = stage.context.new_page(), open_browser("guest", *SIZES[1])[0].new_page()
    guest.goto(f"/join/{room}/")
    guest.get_by_label("Your name").fill("Anna")
    guest.get_by_label("Business", exact=True).check()
    guest.get_by_role("button", name="Join").click()
    for page, name in ((console, "console"), (stage, "stage"), (guest, "stage")):
        goto(page, f"/w/{room}/{name}/")
        page.wait_for_function(COMPLETE)
    codes = [page.get_by_role("img", name="Scan to join") for page in (stage, guest)]

    def shown(*expected: int) -> None:
        for code, count in zip(codes, expected, strict=True):
            expect(code).to_have_count(count)

    shown(0, 0)
    console.keyboard.press("j")
    shown(1, 1)
    guest.keyboard.press("j")
    shown(1, 0)
    stage.keyboard.press("j")
    shown(0, 0)
    guest.keyboard.press("j")
    shown(0, 1)
    expect(console.get_by_role("button", name="Show the join code", include_hidden=True)).to_have_count(1)
    console.close()


def test_no_column_is_kept_free_beside_a_large_code(headwaters: Headwaters, stage: Page) -> None:
    kept_free = "() => getComputedStyle(document.querySelector('.stage-body')).paddingInlineEnd"
    goto(stage, f"/w/{headwaters.told(BUILD_LOBBY, 'MADE')}/stage/")
    before = stage.evaluate(kept_free)
    stage.keyboard.press("j")
    expect(stage.get_by_role("button", name="Join code", pressed=True)).to_have_count(1)
    assert stage.evaluate(kept_free) == before


BUILD_LOBBY = """
import json
from tests.browser.states import States
print("MADE " + json.dumps(States().workshop()[0].code))
"""
BUILD_LATER = """
import json
from tests import factories
from tests.browser.states import SYSTEM, States
from workshops.room.running.services import move_on, start_workshop
workshop, _people = States().workshop()
for title in ("First", "Second"):
    factories.activity(workshop, "talk", title)
start_workshop(actor=SYSTEM, workshop=workshop)
track = workshop.tracks.get()
move_on(actor=SYSTEM, track=track, from_activity=track.current)
print("MADE " + json.dumps(workshop.code))
"""
