"""The walks of a newcomer's first week name functions and classes that are in the files beside them."""

from __future__ import annotations

import re

from tests.apps import ROOT
from tests.architecture.test_guide import MOST_WORDS, words

_STEP = re.compile(r"^\d+\. `([\w/]+\.\w+)`: (.*?)(?: →|$)", re.MULTILINE)


def steps(document: str) -> list[tuple[str, list[str]]]:
    """The file of each step that names a part of one, with the names before the arrow."""
    return [(path, re.findall(r"`(\w+)`", text)) for path, text in _STEP.findall(document)]


def is_defined(name: str, text: str) -> bool:
    """Whether the text of a file in Python or JavaScript defines the name."""
    return bool(re.search(rf"\b(?:def|class|function) {name}\b|^ +{name}\(.*\{{$", text, re.MULTILINE))


def test_each_step_names_what_its_file_defines() -> None:
    parts = steps((ROOT / "docs/first-week.md").read_text())
    assert len(parts) > 30
    assert [path for path, names in parts if not names] == []
    unknown = [
        (path, name)
        for path, names in parts
        for name in names
        if not is_defined(name, (ROOT / path).read_text())
    ]
    assert unknown == []


def test_the_walks_are_one_page() -> None:
    assert words((ROOT / "docs/first-week.md").read_text()) <= MOST_WORDS
