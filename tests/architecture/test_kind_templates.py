"""Screens of a kind of activity fall back to a general template, so a misspelled file would go unnoticed."""

from __future__ import annotations

import inspect
from functools import cache
from pathlib import Path

import pytest

from tests.apps import APPS, ROOT
from workshops.activity_kind import ActivityKind
from workshops.registries import activity_kinds

KINDS = sorted(kind.key for kind in activity_kinds)
# The names that the product puts after the folder of any kind.
ANY_KIND = {"closing", "compared", "console", "mine", "paper", "results", "room", "stage"}
# Phones show their items alone, or nothing besides their title.
WITHOUT_ROOM = {"presentation", "questions", "talk"}


@cache
def _sources() -> str:
    """Return all modules and templates of the product."""
    paths = [path for folder in (*APPS, "templates") for path in (ROOT / folder).rglob("*.*")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if path.suffix in (".py", ".html"))


def is_asked_for(kind: ActivityKind, name: str) -> bool:
    """Return True if the product draws the file of this name in the folder of the kind."""
    stem = name.removesuffix(".html")
    if stem in ANY_KIND or f"{kind.template_dir}/{name}" in _sources():
        return True
    module = Path(inspect.getfile(type(kind))).read_text(encoding="utf-8")
    return f'"{stem}"' in module or f"/{name}" in module


@pytest.mark.parametrize("key", KINDS)
def test_each_template_of_a_kind_is_drawn(key: str) -> None:
    kind = activity_kinds.get(key)
    names = [path.name for path in (ROOT / "templates" / kind.template_dir).glob("*.html")]
    assert "console.html" in names
    assert [name for name in names if not is_asked_for(kind, name)] == []


def test_a_misspelled_template_is_found() -> None:
    assert not is_asked_for(activity_kinds.get("decide"), "consol.html")


def test_phones_have_a_template_but_for_known_kinds() -> None:
    folders = {key: ROOT / "templates" / activity_kinds.get(key).template_dir for key in KINDS}
    assert {key for key, folder in folders.items() if not (folder / "room.html").exists()} == WITHOUT_ROOM
