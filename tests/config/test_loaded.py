"""What a process of the product loads before anybody asks for anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
# For spreadsheets, files, reports, proofs, names to compare, slides, and catalogs of translators; and the
# module that keeps the whole table of letters that look alike.
WAITING = {
    *("openpyxl", "numpy", "xlsxwriter", "pptx", "weasyprint", "pikepdf", "pypdfium2", "fontTools", "PIL"),
    *("highspy", "scipy", "rapidfuzz", "nh3", "babel", "icalendar", "redis"),
    "confusable_homoglyphs.confusables",
}
_CODE = """
import sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*sys.modules)
"""


def test_libraries_for_single_uses_wait_until_they_are_needed() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {
        "exchange.services.edited_spreadsheets",
        "core.name_comparison",
        "workshops.room.presentation.markdown_slides",
    } <= loaded
    assert not loaded & WAITING
