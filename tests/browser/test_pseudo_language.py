"""Longer texts fit: stage, phones, observers and pages for readers in the pseudo-language, whose texts are
40% longer, and in German. Names and texts that people typed from right to left stay in order beside ours."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.architecture.pseudo_pages import OURS
from tests.browser import looking
from tests.browser.conftest import Open
from tests.browser.overlays import AROUND
from tests.browser.test_stage_fits import MEASURE
from tests.browser.test_stage_overlays import LOOK, SIZES
from tests.browser.texts_on_screen import OVERFLOWS, TURNED
from tests.pseudo import LANGUAGE, unbracketed
from tests.served import Headwaters
from tests.sweeps import cut
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

KINDS = [*(kind.key for kind in activity_kinds), AROUND]
GERMAN = "de"
"""The longest of ours."""
CASES = [*((LANGUAGE, key) for key in KINDS), *((GERMAN, key) for key in KINDS[::4])]
PHONE = (360, 640)
WIDTHS = (360, 1280)
# The page without drawings, whose typed texts are in lines, and without times, which scripts write.
WITHOUT_DRAWINGS = """() => {
  const page = document.documentElement.cloneNode(true);
  for (const each of page.querySelectorAll("svg, time")) each.remove();
  return page.outerHTML;
}"""
# A stage with longer texts may be drawn smaller, and long names in many rows end in dots earlier.
LEAST_FIT = {LANGUAGE: 0.6, GERMAN: 0.8}
FIT = "document.documentElement.style.getPropertyValue('--fit')"
OF_SIZE = re.compile(r"title of|code of|bars of|a bar|cut: [^⟦]*$")
TOLD = """
import json
from tests.browser import in_languages
print("MADE " + json.dumps(in_languages.{call}))
"""


class WithPseudo(Headwaters):
    """The product with the pseudo-language, too."""

    settings = "tests.pseudo_settings"


@pytest.fixture(scope="module")
def headwaters(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Headwaters]:
    with WithPseudo(tmp_path_factory.mktemp("headwaters"), prepared=prepared) as running:
        yield running
        assert "Traceback" not in running.log.read_text()


def told(headwaters: Headwaters, call: str) -> Any:
    return headwaters.told(TOLD.format(call=call), "MADE")


@pytest.fixture(scope="module")
def typed(headwaters: Headwaters) -> set[str]:
    """The texts that the demo has."""
    return {*told(headwaters, "typed_before()"), *OURS}


@pytest.fixture(scope="module")
def stage(open_browser: Open, headwaters: Headwaters) -> Page:
    return open_browser("stage", *SIZES[0])[0].new_page()


@pytest.fixture(scope="module")
def phone(open_browser: Open, headwaters: Headwaters) -> Page:
    return open_browser("phone", *PHONE, has_touch=True, is_mobile=True)[0].new_page()


def come(page: Page, headwaters: Headwaters, cookies: dict[str, str], language: str) -> None:
    """Be the person with these cookies, who reads this language."""
    page.context.clear_cookies()
    all_of = {**cookies, "language": language}
    page.context.add_cookies(
        [{"name": name, "value": all_of[name], "url": headwaters.url} for name in all_of]
    )


def loaded(page: Page) -> None:
    looking.settled(page)
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def untranslated(page: Page, language: str, typed: Iterable[str]) -> list[str]:
    """What the page shows without brackets, and no one typed."""
    if language != LANGUAGE:
        return []
    words, html = set(typed), page.evaluate(WITHOUT_DRAWINGS)
    unknown = [each for each in unbracketed(html) if each not in words]
    return unbracketed(html, words) if unknown else []


def on_stage(stage: Page, code: str, language: str) -> dict[str, list[str]]:
    """What doesn't fit on the stage of the workshop, by its size."""
    stage.goto(f"/w/{code}/stage/")
    loaded(stage)
    seen = {}
    for width, height in SIZES:
        stage.set_viewport_size({"width": width, "height": height})
        loaded(stage)
        out = [each for each in stage.evaluate(MEASURE)["out"] if not OF_SIZE.match(each)]
        if (fit := float(stage.evaluate(FIT) or 1)) < LEAST_FIT[language]:
            out.append(f"drawn {fit} times as large")
        seen[f"stage at {width}"] = out
    return seen


@pytest.mark.sweep(sample=(f"{LANGUAGE}-scoring",))
@pytest.mark.parametrize(("language", "key"), CASES, ids=lambda part: part)
def test_longer_texts_fit_in_every_kind_and_phase(
    headwaters: Headwaters, stage: Page, phone: Page, typed: set[str], language: str, key: str
) -> None:
    """Also below what may lie over a stage: each kind has its share of that."""
    made = told(headwaters, f"rooms({key!r}, {language!r})")
    words, wrong = typed | set(made["typed"]), {}
    for name, state in made["states"].items():
        come(stage, headwaters, state["cookies"], language)
        seen = on_stage(stage, state["code"], language)
        seen["stage"] = [*stage.evaluate(TURNED), *untranslated(stage, language, words)]
        come(phone, headwaters, state["cookies"], language)
        for surface, address in (("phone", ""), ("observer", "observe/")):
            looking.goto(phone, f"/w/{state['code']}/{address}")
            loaded(phone)
            seen[surface] = [
                *filter(None, [looking.wider_than_the_screen(phone)]),
                *phone.evaluate(OVERFLOWS),
                *phone.evaluate(TURNED),
                *untranslated(phone, language, words),
            ]
        wrong.update({f"{name}, {where}": faults for where, faults in seen.items() if faults})
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


@pytest.mark.sweep(sample="tests/browser/test_pseudo_language.py")
@pytest.mark.parametrize("language", [LANGUAGE, GERMAN])
def test_longer_texts_fit_in_every_ranking(
    headwaters: Headwaters, stage: Page, typed: set[str], language: str
) -> None:
    made = told(headwaters, f"rankings({language!r})")
    words, wrong = typed | set(made["typed"]), {}
    for name, state in made["states"].items():
        come(stage, headwaters, state["cookies"], language)
        seen = on_stage(stage, state["code"], language)
        seen["stage"] = untranslated(stage, language, words)
        wrong.update({f"{name}, {where}": faults for where, faults in seen.items() if faults})
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


@pytest.mark.sweep(sample="tests/browser/test_pseudo_language.py")
def test_longer_texts_fit_over_the_stage(headwaters: Headwaters, stage: Page) -> None:
    """Spotlights, a message and eyes up, over rooms of three kinds."""
    overlays = told(headwaters, f"laid_over({LANGUAGE!r})")
    wrong = {}
    for place, key in enumerate(("brainstorm", "scoring", "key_questions")):
        made = told(headwaters, f"rooms({key!r}, {LANGUAGE!r})")
        state = next(iter(made["states"].values()))
        come(stage, headwaters, state["cookies"], LANGUAGE)
        stage.goto(f"/w/{state['code']}/stage/")
        loaded(stage)
        for number, (name, html) in enumerate(overlays.items()):
            width, height = SIZES[(number + place) % len(SIZES)]
            stage.set_viewport_size({"width": width, "height": height})
            faults = [each for each in stage.evaluate(LOOK, [html]) if not each.startswith("drawn ")]
            if faults or float(stage.evaluate(FIT) or 1) < LEAST_FIT[LANGUAGE]:
                wrong[f"{key} under {name} at {width}"] = faults
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


def test_longer_texts_fit_on_pages_for_readers(headwaters: Headwaters, open_browser: Open) -> None:
    made = told(headwaters, f"pages({LANGUAGE!r})")
    page = open_browser("reader", 1280, 800)[0].new_page()
    words, wrong = {*OURS, *made["typed"]}, {}
    assert {"discovery:join", "discovery:shared_results", "handover:answer_check_in"} <= made["pages"].keys()
    for name, faults in cut(made["pages"].items(), 4):
        come(page, headwaters, faults["cookies"], LANGUAGE)
        page.goto(faults["url"])
        loaded(page)
        seen = untranslated(page, LANGUAGE, words)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            over = [*filter(None, [looking.wider_than_the_screen(page)]), *page.evaluate(OVERFLOWS)]
            seen += [f"{width}: {each}" for each in over]
        if seen:
            wrong[name] = seen
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)
