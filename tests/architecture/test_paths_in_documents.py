"""A file, folder or module that the documents name is there."""

from __future__ import annotations

import re
from collections import defaultdict
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
# Files that commands write, and the folder of an example.
_WRITTEN = {
    "bench/results.json",
    "tests/exchange/documents/2026-11-assumptions.json",
    "workshops/activities/hopes",
}
_BLOCK = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
# Names of many files: of layers, and of the screens of a kind. Scripts and styles are in one folder.
_COMMON = 3
_KNOWN_FOLDERS = re.compile(r"static/(?:js|css)/|templates/\w+/activities/")
_LINK = re.compile(r"\]\((?!\w+:)([^)#]+)[^)]*\)")
_TO_HEADING = re.compile(r"\]\((?!\w+:)([^)#\s]*)#([^)\s]+)\)")


@cache
def _entries() -> frozenset[str]:
    """The files and folders of the repository, by their paths."""
    others = re.compile(r"\.git$|\.venv|node_modules$|var$")
    kept = [each for each in ROOT.iterdir() if not others.match(each.name)]
    below = [path for each in kept if each.is_dir() for path in each.rglob("*")]
    return frozenset(
        str(path.relative_to(ROOT)) for path in (*kept, *below) if "__pycache__" not in path.parts
    )


@cache
def _by_end() -> dict[str, list[str]]:
    """The files and folders that a path leads to, by each end of their paths."""
    ends: dict[str, list[str]] = defaultdict(list)
    for entry in _entries():
        steps = entry.split("/")
        for start in range(len(steps)):
            ends["/".join(steps[start:])].append(entry)
    return ends


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
        return wanted in _by_end()
    return any(fnmatchcase(f"/{entry}", f"*/{wanted}") for entry in _entries())


def _passages(text: str) -> Iterator[tuple[str, str]]:
    """The paragraphs and rows of tables outside blocks of code, each with the text that tells its folders:
    its section up to there, or for a row the row and the paragraph before its table."""
    for section in re.split(r"^(?=#+ )", _BLOCK.sub("", text), flags=re.MULTILINE):
        before = paragraph = ""
        for part in re.split(r"\n\s*\n", section):
            if part.startswith("|"):
                yield from ((row, f"{paragraph}\n{row}") for row in part.splitlines())
            else:
                before, paragraph = f"{before}\n{part}", part
                yield part, before


def _folders(text: str) -> set[str]:
    """The folders that the text names, alone or as those of files."""
    folders: set[str] = set()
    for word in {*_code(text), *_FROM_THE_ROOT.findall(text)}:
        path = word.rstrip("/.")
        places = _by_end().get(path, []) if "/" in word or path in APPS else []
        folders |= {place if (ROOT / place).is_dir() else str(Path(place).parent) for place in places}
    return folders


def _is_placed(name: str, text: str) -> bool:
    """True if a reader of the text knows the folder of the file: its name is a path from the root or common,
    or the text names its folder, or its app if other apps have such a folder too."""
    path = name.rstrip("/")
    places = _by_end().get(path, [])
    if path in places or len(places) >= _COMMON or any(_KNOWN_FOLDERS.match(place) for place in places):
        return True
    if "/" not in name:
        return not _folders(text).isdisjoint(str(Path(place).parent) for place in places)
    apps_with_folder = {place.partition("/")[0] for place in _by_end()[path.partition("/")[0]]} & {*APPS}
    named = {folder.partition("/")[0] for folder in _folders(text.replace(f"`{name}`", ""))}
    return len(apps_with_folder) < 2 or not named.isdisjoint(place.partition("/")[0] for place in places)


def unplaced(text: str) -> set[str]:
    """The files that a document names without a folder or an app to look for them in."""
    wrong: set[str] = set()
    for passage, around in _passages(text):
        for name in {*_code(passage)} - wrong:
            is_exact = _PATH.fullmatch(name) and not re.search(r"[*<…]|VERSION|adr/", name)
            if is_exact and not _ELSEWHERE.match(name) and _is_there(name) and not _is_placed(name, around):
                wrong.add(name)
    return wrong


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


def test_a_document_tells_the_folder_of_a_file() -> None:
    """A bare name leads to whichever file has it: write the folder, or name it before in the section."""
    names = {str(document.relative_to(ROOT)): unplaced(document.read_text()) for document in DOCUMENTS}
    assert {document: wrong for document, wrong in names.items() if wrong} == {}


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


def test_a_bare_name_needs_its_folder_nearby() -> None:
    row = "| `tests/products/maps.py`, `%s` | a complete product |"
    table = "Besides `tests/factories.py`:\n\n| place | gives |\n| --- | --- |\n" + row
    assert unplaced(table % "document_relations.py") == {"document_relations.py"}
    assert unplaced(table % "described.py") == set()
    assert unplaced("`tests/products/maps.py`.\n\n## Next\n\n`described.py`") == {"described.py"}
    assert unplaced("In `tests/products`.\n\n`described.py`, `models.py`, `outbox.js`, `mine.html`") == set()
    assert unplaced("The view is in `discovery`, see `web/lookups.py`.") == {"web/lookups.py"}
    assert unplaced("The view is in `workshops`, see `web/lookups.py`, `design/ports/models.py`.") == set()
