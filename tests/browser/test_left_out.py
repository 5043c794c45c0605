"""What our Chromium does without is at least what Playwright's would do without."""

from __future__ import annotations

import re
from pathlib import Path

import playwright

from tests.conftest import LEFT_OUT

# Its server, in one file of which the list has a name.
BUNDLE = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
# Ours: popups below the address bar, which nobody sees here.
OURS = {"WebUIOmniboxAimPopup", "WebUIOmniboxPopup"}


def test_what_playwright_leaves_out_is_left_out() -> None:
    (listed,) = re.findall(r"\bdisabledFeatures = \[(.*?)\]", BUNDLE.read_text(), re.DOTALL)
    # Those of Edge, and of Windows, are not in it.
    features = set(re.findall(r'^\s*"(?!ms)(\w+)(?<!Win)"', listed, re.MULTILINE))

    assert set(LEFT_OUT) == features | OURS
