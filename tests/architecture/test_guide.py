"""The guide: short pages that all are in its index, and labels that are in the interface."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.text import capfirst

from tests.apps import APPS, ROOT

GUIDE = ROOT / "docs/guide"
PAGES = sorted(GUIDE.glob("*.md"))
ACTIVITIES = sorted((ROOT / "docs/activities").glob("*.md"))
# The sections of the page of an activity; one may have others beside them.
SECTIONS = ("Prepare", "Screens", "Phases", "Hidden", "Results", "Tips")
MOST_WORDS = 900
# A label is in italics. In tables and headings, too.
_LABEL = re.compile(r"(?<![\w*])\*(?![\s*])([^*]+?)(?<!\s)\*(?![\w*])")
_BLOCK = re.compile(r"^ *```.*?^ *```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_TRANSLATED = re.compile(
    r"""\{%\s*translate\s+"([^"]+)"|_\("([^"]+)"\)|\{%\s*blocktranslate\b[^%]*%\}(.*?)\{%\s*endblocktranslate""",
    re.DOTALL,
)
_PLURAL = re.compile(r"\{%\s*plural\s*%\}")
_HOLE = re.compile(r"%\(\w+\)[sd]|\{\{.*?\}\}|\{\w+\}|…|\d[\d.,]*")


def _plain(text: str) -> str:
    """A text as it is compared: holes, numbers and marks as one sign, and no tags."""
    text = re.sub(r"</?\w+[^>]*>", "", text)
    return re.sub(r"\s+", " ", _HOLE.sub("…", text)).replace("’", "'").replace("%%", "%").strip(" .:")


def _texts() -> Iterator[str]:
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield node.value
        for path in (ROOT / app).glob("agendas/*.json"):
            yield json.loads(path.read_text())["name"]
    for path in (ROOT / "templates").rglob("*.html"):
        for match in _TRANSLATED.finditer(path.read_text()):
            yield from _PLURAL.split(match[1] or match[2] or match[3])


@cache
def interface() -> frozenset[str]:
    """All texts of the interface, also with a capital letter at the start, as labels of fields have it."""
    return frozenset(word for text in _texts() for word in (_plain(text), capfirst(_plain(text))))


def labels(document: str) -> Iterator[str]:
    text = re.sub(r"\s*\n[ >]*", " ", _BLOCK.sub("", document))
    yield from (match[1] for match in _LABEL.finditer(text))


def unknown(document: str) -> list[str]:
    return [label for label in labels(document) if _plain(label) not in interface()]


def words(document: str) -> int:
    """The words that people read: addresses of links are none."""
    return len(re.sub(r"\]\([^)]*\)", "]", document).replace("|", " ").split())


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_each_label_is_in_the_interface() -> None:
    wrong = {_name(path): unknown(path.read_text()) for path in (*PAGES, *ACTIVITIES)}
    assert {name: gone for name, gone in wrong.items() if gone} == {}


def test_a_label_that_is_not_there_is_seen() -> None:
    there = "Press *Start the workshop*, then *Send it to 12 people*. **Not a label.** `*.md`"
    assert list(labels(there)) == ["Start the workshop", "Send it to 12 people"]
    assert unknown(there) == []
    assert unknown("Press *Start the\nworkshops*.") == ["Start the workshops"]


def test_pages_are_short() -> None:
    counted = {_name(path): words(path.read_text()) for path in PAGES}
    assert len(counted) > 20
    assert {name: count for name, count in counted.items() if count > MOST_WORDS} == {}


def test_the_index_leads_to_every_page() -> None:
    index = (GUIDE / "README.md").read_text()
    assert [path.name for path in PAGES if path.name != "README.md" and f"]({path.name})" not in index] == []


def test_pages_of_activities_have_one_order() -> None:
    for path in ACTIVITIES:
        headings = re.findall(r"^## (\w+)", _BLOCK.sub("", path.read_text()), re.MULTILINE)
        assert [each for each in headings if each in SECTIONS] == [*SECTIONS], path.name
