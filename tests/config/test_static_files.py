"""Our own files as they are served: shortened, and the font that the first screen needs."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.test import Client
from fontTools.ttLib import TTFont
from pytest_django.fixtures import Settings

from config import font_subset
from config.static_files import shortened
from tests.served import ROOT

# Reads modules without running them; a syntax error ends it.
PARSE = """
const vm = require("vm"), fs = require("fs");
for (const file of process.argv.slice(1)) new vm.SourceTextModule(fs.readFileSync(file, "utf8"));
"""
RANGE = re.compile(r"inter-first[^}]*unicode-range:([^;]*);")


def test_the_style_sheet_takes_from_the_first_font_the_letters_that_it_has() -> None:
    ranges = RANGE.search((ROOT / "static/css/base.css").read_text())
    assert ranges is not None
    letters = set()
    for part in ranges[1].split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        letters |= set(range(int(first, 16), int(last or first, 16) + 1))
    assert {chr(letter) for letter in letters} == set(font_subset.LETTERS)


def test_the_first_font_is_small_and_keeps_weights_and_tabular_figures(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    whole = tmp_path / font_subset.WHOLE
    whole.parent.mkdir(parents=True)
    whole.symlink_to(ROOT / font_subset.WHOLE)
    part = font_subset.write(tmp_path)
    assert part.stat().st_size < 18_000
    font = TTFont(part)
    assert set(map(ord, font_subset.LETTERS)) <= font.getBestCmap().keys()
    (weight,) = font["fvar"].axes
    assert (weight.axisTag, weight.minValue, weight.maxValue) == ("wght", *font_subset.WEIGHTS)
    assert {"kern", "tnum"} == {
        record.FeatureTag
        for table in ("GPOS", "GSUB")
        for record in font[table].table.FeatureList.FeatureRecord
    }


@pytest.mark.parametrize(
    ("name", "written", "served"),
    [
        (
            "js/a.js",
            "// why\nconst a = 1; // stays\n/** What. */\n  // so\ncall('//b');\n",
            "const a=1;call('//b');",
        ),
        ("css/a.css", "/* why */\na {\n  color: red; /* so */\n}\n", "a{color:red}"),
        ("img/a.svg", "<!-- // stays -->\n", "<!-- // stays -->\n"),
        ("vendor/a.js", "// the license\n", "// the license\n"),
    ],
)
def test_only_our_own_files_are_shortened(name: str, written: str, served: str) -> None:
    assert shortened(name, written) == served


@pytest.mark.parametrize("path", sorted((ROOT / "static/css").glob("*.css")), ids=lambda path: path.name)
def test_a_shortened_sheet_keeps_blanks_before_pseudo_classes(path: Path) -> None:
    """Within a nested rule rcssmin takes `& tbody :is(th)` for a declaration, and would drop its blank."""
    blank = re.compile(r"[\w)\]\"*]\s+:(?:is|not|has|where|nth-child)\(")
    written = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert len(blank.findall(shortened(f"css/{path.name}", written))) == len(blank.findall(written))


def test_every_script_is_one_as_it_is_served(tmp_path: Path) -> None:
    for path in (ROOT / "static/js").glob("*.js"):
        text = shortened(f"js/{path.name}", path.read_text())
        assert len(text) < len(path.read_text())
        bare = tmp_path / f"{path.stem}.mjs"
        bare.write_text(text)
    subprocess.run(
        ["node", "--no-warnings", "--experimental-vm-modules", "-e", PARSE, *tmp_path.iterdir()], check=True
    )


@pytest.mark.django_db
def test_files_have_the_headers_that_concern_them_only(tmp_path: Path, settings: Settings) -> None:
    """A room's first screen has sixty files: what concerns documents alone would be 6 kB of it."""
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.js").write_text("call()\n")
    answer = Client().get("/static/a.js")
    answer.close()
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'"
    of_documents = {"X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"}
    assert not of_documents & {*headers}
