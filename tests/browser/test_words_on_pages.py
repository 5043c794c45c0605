"""Pages stay short: the words of ours and the controls in sight, at the median of all main pages."""

from __future__ import annotations

import json
import os
import statistics
from pathlib import Path

import pytest

from tests.browser.conftest import Open, sign_in
from tests.browser.main_pages import FACILITATOR_PAGES, open_page
from tests.browser.words_on_page import Amount, amount, written
from tests.served import Headwaters

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

MOST_WORDS, MOST_CONTROLS = 57, 10


def test_the_median_page_is_short(open_browser: Open, headwaters: Headwaters) -> None:
    """`WORDS=file.json` in front of pytest writes what each page shows."""
    page = open_browser("facilitator", 1280, 800)[0].new_page()
    sign_in(page, headwaters)
    own = written(headwaters.folder / "database.sqlite3")
    shown: dict[str, Amount] = {}
    for name in FACILITATOR_PAGES:
        page.mouse.move(0, 0)
        open_page(page, name)
        shown[name] = amount(page, own)
    if file := os.environ.get("WORDS"):
        Path(file).write_text(json.dumps(shown, indent=1))
    assert statistics.median(each.words for each in shown.values()) <= MOST_WORDS
    assert statistics.median(each.controls for each in shown.values()) <= MOST_CONTROLS
