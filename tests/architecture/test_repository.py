"""What a reader of this repository may rely on, whichever file is opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.apps import APPS
from tests.words.rules import BRITISH

ROOT = Path(__file__).resolve().parents[2]
OURS = (*APPS, "templates", "static", "tests", "bench", "bin", "docs", ".ci")
# Written by programs; labels are in other languages, too.
WRITTEN = ("results.json", "labels.json", "former_labels.json", "recorded_tables.json")
LOOSE = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "manage.py",
    "pyproject.toml",
    "package.json",
)
SUFFIXES = {".py", ".html", ".js", ".css", ".md", ".toml", ".json", ".txt", ".sh", ".yml", ".yaml", ""}
THIS = Path(__file__).resolve()


def files(*suffixes: str, folders: tuple[str, ...] = OURS) -> Iterator[tuple[str, str]]:
    """Path and text of every file that people wrote here, of these suffixes or of all."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*"))]
    for path in [*paths, *(ROOT / name for name in LOOSE if folders == OURS)]:
        ours = path.is_file() and path != THIS and "__pycache__" not in path.parts
        if ours and path.suffix in (suffixes or SUFFIXES) and path.name not in WRITTEN:
            yield str(path.relative_to(ROOT)), path.read_text()


def lines_with(pattern: str, texts: Iterator[tuple[str, str]], flags: int = 0) -> list[str]:
    looked_for = re.compile(pattern, flags)
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path, text in texts
        for number, line in enumerate(text.splitlines(), 1)
        if looked_for.search(line)
    ]


def test_nothing_depends_on_one_machine() -> None:
    assert lines_with(r"""(?<![\w.}~*])/(?:home|root|Users|work|private)/\w""", files()) == []
    assert str(ROOT) not in "".join(text for _path, text in files())


def test_no_registry_is_named() -> None:
    hosts = r"\b(?:pypi|npmjs|registry|artifactory|nexus|verdaccio)[\w.-]*\.(?:org|com|io|net|internal)\b"
    assert lines_with(hosts, files(), re.IGNORECASE) == []


def test_nothing_is_left_for_later() -> None:
    marks = r"\b(?:TODO|FIXME|XXX|HACK)\b|@pytest\.mark\.(?:skip|xfail)\b|lorem ipsum"
    assert lines_with(marks, files()) == []


def test_what_is_ignored_says_why() -> None:
    bare = r"#\s*(?:type: ignore(?:\[[\w, -]+\])?|noqa(?::\s*(?:[A-Z]+\d+,?\s*)+)?)\s*$"
    assert lines_with(bare, files(".py", folders=(*APPS, "bench", "tests"))) == []


def test_american_spelling() -> None:
    """In code, too: what people read is held to it by `bin/words`, whose rules name what they are against."""
    texts = ((path, text) for path, text in files() if not path.startswith("tests/words/"))
    assert lines_with(BRITISH, texts, re.IGNORECASE) == []


def test_one_word_stands_for_one_thing() -> None:
    another_word_for_board = r"\bwall\b"
    assert lines_with(another_word_for_board, files(), re.IGNORECASE) == []


def test_a_variable_is_named_after_what_it_holds() -> None:
    bound = (
        r"\b(?:const|let|var|function|for|def) found\b|\bas found[:)]|[(,] *found *[,):=]"
        r"|^\s*found(?:: .*)? :?= "
    )
    assert lines_with(bound, files(".py", ".js", folders=(*APPS, "static/js", "tests", "bench"))) == []


@pytest.mark.parametrize("suffix", [".py", ".js"])
def test_modules_are_short_enough_to_read(suffix: str) -> None:
    long = [
        (path, lines)
        for path, text in files(suffix)
        if (lines := len(text.splitlines())) > 400 and "/migrations/" not in path
    ]
    assert long == []


def test_lines_of_documents_fit_a_screen() -> None:
    """All but rows of tables and code, which cannot be broken."""
    long = [
        f"{path}: {line[:60]}"
        for path, text in files(".md")
        for part in re.split(r"^ *```.*?^ *```", text, flags=re.MULTILINE | re.DOTALL)
        for line in part.splitlines()
        if len(line) > 140 and not line.lstrip().startswith("|")
    ]
    assert long == []


_DOTTED = re.compile(rf"(?<![\w./-])(?:{'|'.join(APPS)})(?:\.\w+)+")
_SLASHED = re.compile(rf"(?<![\w./-])(?:{'|'.join(OURS)})(?:/[\w.-]+)+\.(?:py|html|css|js|md)\b")


def _is_stale(name: str) -> bool:
    """Whether a path leads nowhere, or a dotted name to a module that its package does not have."""
    if "/" in name:
        return not any((ROOT / folder / name).exists() for folder in ("", "templates", "static"))
    package, *inside = name.split(".")
    folder = ROOT / package
    for depth, part in enumerate(inside):
        if not (folder / part).is_dir():
            # Below an app a word may be a field, as in "discovery.slug"; a package may export it.
            is_other = depth == 0 or not part.islower() or part in (folder / "__init__.py").read_text()
            return not is_other and not (folder / f"{part}.py").is_file()
        folder /= part
    return False


def test_what_is_said_to_be_somewhere_is_there() -> None:
    """Tests are left out: they make up names. Migrations name modules of their time."""
    stale = [
        f"{path}: {name}"
        for path, text in files()
        if not path.startswith("tests/") and "/migrations/" not in path
        for pattern in (_DOTTED, _SLASHED)
        for name in pattern.findall(text)
        if _is_stale(name)
    ]
    assert stale == []


# --- Templates ------------------------------------------------------------------------------------


def test_templates_hold_no_script_and_no_style() -> None:
    inline = (
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|\bhx-on|javascript:"
        r"|\bhx-vals=[\"']js:|(?<!['\"])\|safe\b|autoescape off"
    )
    pages = (each for each in files(".html") if not each[0].startswith("templates/developers/"))
    assert lines_with(inline, pages) == []


_TRANSLATED = re.compile(r"{%\s*(blocktranslate|comment|verbatim)\b.*?{%\s*end\1\s*%}", re.DOTALL)
# Blocks that fill an attribute: classes and the names of surfaces.
_NOT_WORDS = re.compile(
    r"{%\s*block (?:page_class|surface|html_attributes|body_attributes)\s*%}.*?{%\s*endblock", re.DOTALL
)
_CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label|aria-description|data-confirm|label)="([^"]*)"')
# The same in every language: the product's name, a unit of time, an example of a code.
_NAMES = re.compile(r"Headwaters|UTC|K7M-2QX|data-\w+=|[a-z-]+=")


def _untranslated(template: str) -> list[str]:
    """The texts of a template that no translator would see."""
    source = _CODE.sub("\x01", _NOT_WORDS.sub("", _TRANSLATED.sub("", template)))
    spoken = _SPOKEN.findall(source)
    texts = re.split(r"[\n\x01]", re.sub(r"<!--.*?-->|<[^>]*>", "\n", source, flags=re.DOTALL))
    return [text.strip() for text in [*texts, *spoken] if re.search(r"[A-Za-z]{2,}", _NAMES.sub("", text))]


def test_every_word_of_a_page_can_be_translated() -> None:
    untranslated = {
        path: words
        for path, text in files(".html", folders=("templates",))
        if not path.startswith("templates/developers/") and (words := _untranslated(text))
    }
    assert untranslated == {}


def test_the_sweep_sees_a_word() -> None:
    template = '<p title="Hint">{% translate "Seen" %} Missed {{ name }}</p>'
    assert _untranslated(template) == ["Missed", "Hint"]
