"""A file, folder or module that the documents name is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

from django.apps import apps

from tests.apps import APPS, ROOT

DOCUMENTS = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
# Addresses, types of content, and files that a user or the product makes.
_ELSEWHERE = re.compile(
    r"/|…|~|var/|\.venv/|node_modules/|text/event-stream$|FILE\.(?:json|yaml)$|discovery\.json$|.*\.odps\.yaml$"
)
_SUFFIX = r"(?:py|html|js|css|md|json|toml|yaml|po|txt|in|sh)"
_STEP = r"(?:[\w.*…-]|<\w+>)"
_PATH = re.compile(rf"(?:{_STEP}+/)+{_STEP}*|(?:[\w*]|<\w+>){_STEP}*\.{_SUFFIX}")
_MODULE = re.compile(rf"(?:{'|'.join(APPS)})(?:\.\w+)+")
# Identifiers of system checks, and the verb of an operation.
_NO_MODULE = re.compile(r"\w+\.E\d+|discovery\.imported")
_FOLDERS = "|".join((*APPS, "bench", "bin", "docs", "locale", "static", "templates", "tests"))
# A path from the root, also in a block of code or in the middle of an expression.
_FROM_THE_ROOT = re.compile(rf"(?<![\w./<>*…-])(?:{_FOLDERS})/{_STEP}+(?:/{_STEP}+)*")
# Files that commands write.
_WRITTEN = {"bench/results.json", "tests/exchange/documents/2026-11-assumptions.json"}
_BLOCK = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\((?!\w+:)([^)#]+)[^)]*\)")
_TO_HEADING = re.compile(r"\]\((?!\w+:)([^)#\s]*)#([^)\s]+)\)")


@cache
def _entries() -> frozenset[str]:
    """The files and folders of the repository, by their paths."""
    kept = [each for each in ROOT.iterdir() if each.name not in {".git", ".venv", "node_modules", "var"}]
    below = [path for each in kept if each.is_dir() for path in each.rglob("*")]
    return frozenset(
        str(path.relative_to(ROOT)) for path in (*kept, *below) if "__pycache__" not in path.parts
    )


def _code(text: str) -> Iterator[str]:
    """The words between backticks, outside blocks of code."""
    sentences = _BLOCK.sub("", text)
    for span in re.findall(r"`([^`\n]+)`", sentences):
        yield from (word.rstrip(",;:") for word in span.split())


def _is_there(path: str) -> bool:
    """Whether the path leads somewhere from the root, or from one of the folders: `notes/services.py`."""
    wanted = re.sub(r"<\w+>|…|VERSION", "*", path.rstrip("/")) + (
        "*" if re.search(r"adr/\d{4}$", path) else ""
    )
    if "*" not in wanted:
        return wanted in _entries() or any(entry.endswith(f"/{wanted}") for entry in _entries())
    return any(fnmatchcase(f"/{entry}", f"*/{wanted}") for entry in _entries())


def _is_imported(name: str) -> bool:
    """Whether it names a module, something in a module, or a model by its label."""
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return name in {model._meta.label for model in apps.get_models()}
    return True


def missing(text: str) -> set[str]:
    """The paths and modules that a document names and that are not there."""
    paths = {path.rstrip(".") for path in _FROM_THE_ROOT.findall(text)} - _WRITTEN
    wrong = {path for path in paths if not _is_there(path)}
    for word in _code(text):
        if _ELSEWHERE.match(word) or _NO_MODULE.fullmatch(word):
            continue
        if _PATH.fullmatch(word):
            if not _is_there(word):
                wrong.add(word)
        elif _MODULE.fullmatch(word) and not _is_imported(word):
            wrong.add(word)
    return wrong


def test_what_a_document_names_is_there() -> None:
    gone: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        text = document.read_text()
        broken = {link for link in _LINK.findall(text) if not (document.parent / link).exists()}
        gone[str(document.relative_to(ROOT))] = missing(text) | broken
    assert {document: names for document, names in gone.items() if names} == {}


def headings(document: Path) -> set[str]:
    """The headings of a document, as links name them."""
    text = _BLOCK.sub("", document.read_text())
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }


def test_a_link_to_a_heading_leads_to_one() -> None:
    gone: list[tuple[str, str, str]] = []
    for document in DOCUMENTS:
        for name, heading in _TO_HEADING.findall(document.read_text()):
            there = document.parent / name if name else document
            if there.suffix == ".md" and heading not in headings(there):
                gone.append((str(document.relative_to(ROOT)), name, heading))
    assert gone == []


def test_paths_below_tests_count_wherever_they_stand() -> None:
    text = "See tests/none.py.\n\n```\npytest bench/gone.py\n```\n\n`tests/no.py::test_a` `a(tests/apps.py)`"
    assert missing(text) == {"tests/none.py", "bench/gone.py", "tests/no.py"}


def test_the_sweep_sees_what_is_not_there() -> None:
    here = (
        "`live/regions.py`, `notes/services.py`, `adr/0029`, `<app>/exports.py`, `live.publish`, `lvt.Goal`"
    )
    gone = (
        "`workshops/live/tick.py`, `services/none.py`, `adr/9999`, `<app>/none.py`, `live.none`, `lvt.None`"
    )
    assert missing(here) == set()
    assert missing(gone) == {
        "workshops/live/tick.py",
        "services/none.py",
        "adr/9999",
        "<app>/none.py",
        "live.none",
        "lvt.None",
    }
