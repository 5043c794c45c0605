"""What the documents promise about dependencies, locks and settings is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.apps import APPS, WITH_ROOMS

ROOT = Path(__file__).resolve().parents[2]


def required_packages() -> list[str]:
    names = []
    for name in ("requirements.in", "requirements-dev.in", "requirements-specs.in"):
        for line in (ROOT / name).read_text().splitlines():
            if match := re.match(r"[A-Za-z0-9][\w.-]*", line):
                names.append(match[0])
    manifest = json.loads((ROOT / "package.json").read_text())
    return [*names, *manifest["dependencies"], *manifest["devDependencies"]]


def test_each_dependency_has_a_reason() -> None:
    lines = (ROOT / "docs/dependencies.md").read_text().splitlines()
    named = "\n".join(line.split("|")[1] for line in lines if line.startswith("|"))
    without = [
        name for name in required_packages() if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", named)
    ]
    assert without == []


def test_each_module_at_the_root_of_an_app_is_of_a_kind_that_the_architecture_names() -> None:
    table = (
        (ROOT / "docs/architecture.md").read_text().partition("| kind | modules |")[2].partition("\n\n")[0]
    )
    named = set(re.findall(r"`(\w+)`", table))
    modules = {path.stem for app in WITH_ROOMS for path in (ROOT / app).glob("*.py")}
    assert modules - {"__init__", "apps"} == named - {"apps"}


def test_the_page_on_tests_says_what_each_test_in_browsers_shows() -> None:
    table = (ROOT / "docs/testing.md").read_text().partition("| file | shows |")[2].partition("\n\n")[0]
    said = set(re.findall(r"`(test_\w+\.py)`", table))
    assert said == {path.name for path in (ROOT / "tests/browser").glob("test_*.py")}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt", "requirements-specs.txt"])
def test_python_locks_have_hashes_and_name_no_registry(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pinned = re.findall(r"^([\w.-]+)==\S+.*\\\n\s+--hash=sha256:", text, flags=re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-zA-Z]", text, flags=re.MULTILINE)) > 20
    assert "://" not in text


def test_the_npm_lock_has_hashes_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        if name:
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name


def test_decisions_are_listed_by_number() -> None:
    listed = re.findall(r"^\| \[\d{4}\]\(([^)]+)\)", (ROOT / "docs/adr/README.md").read_text(), re.MULTILINE)
    assert listed == sorted(path.name for path in (ROOT / "docs/adr").glob("[0-9]*.md"))


def test_decisions_and_those_that_replace_them_name_each_other() -> None:
    in_earlier: set[tuple[str, str]] = set()
    in_later: set[tuple[str, str]] = set()
    for path in (ROOT / "docs/adr").glob("[0-9]*.md"):
        number = path.name[:4]
        for paragraph in path.read_text().split("\n\n"):
            others = re.findall(r"\[(\d{4})\]\(", paragraph)
            if re.match(r"\*\*Replaced(?: in part)?\*\* by", paragraph):
                in_earlier |= {(number, other) for other in others}
            elif paragraph.startswith("**Replaces**"):
                in_later |= {(other, number) for other in others}
    assert in_earlier == in_later
    assert len(in_earlier) > 10


def test_the_page_on_operations_names_every_setting() -> None:
    page = (ROOT / "docs/operations.md").read_text()
    read = set()
    places = (*(f"{app}/**/*.py" for app in APPS), "bin/*")
    for path in [path for place in places for path in ROOT.glob(place)]:
        read |= set(re.findall(r"(?<![\w])(HEADWATERS_[A-Z_]+|DATABASE_URL|REDIS_URL)\b", path.read_text()))
    # Not settings: what the scripts tell themselves, and a value that settings.py fixes.
    read -= {"HEADWATERS_SETUP_LOCKED", "HEADWATERS_REMIGRATE_LOCKED", "HEADWATERS_MAX_BODY"}
    missing = {name for name in read if f"`{name}`" not in page}
    assert missing == set()


def test_the_readme_begins_with_three_sentences_and_a_picture() -> None:
    before = (ROOT / "README.md").read_text().partition("## Start")[0].partition("\n")[2]
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", before)
    assert [(ROOT / picture).stat().st_size < 150_000 for picture in pictures] == [True]
    sentences = re.findall(r"[^.]+\.(?=\s)", re.sub(r"!\[.*?\)", "", before))
    assert len(sentences) == 3
