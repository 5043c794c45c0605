"""What the documents promise about dependencies, locks and settings is so."""

from __future__ import annotations

import ast
import json
import re
from fnmatch import fnmatchcase
from functools import cache

import pytest
from django.apps import apps

from core.plugging import PluggedApp
from live.regions import AUDIENCES, regions_for
from tests.apps import APPS, ROOT, WITH_ROOMS, name_of

# Of Django, what only computes may use.
WITHOUT_DATABASE = ("django.conf", "django.urls", "django.utils")


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


@cache
def imports_of(module: str) -> frozenset[str]:
    """The names that our module imports when it runs: of `from a.b import c`, both a.b and a.b.c. Empty for a
    name that isn't of a module."""
    place = ROOT / module.replace(".", "/")
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    names: set[str] = set()
    ahead: list[ast.AST] = [ast.parse(path.read_text())] if path.is_file() else []
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {str(node.module), *(f"{node.module}.{each.name}" for each in node.names)}
        elif not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            ahead += ast.iter_child_nodes(node)
    return frozenset(names)


def needs_database(name: str) -> bool:
    """True for the name of a model, or of something of Django besides settings, addresses and texts."""
    of_django = name.startswith("django.") and not name.startswith(WITHOUT_DATABASE)
    return of_django or "models" in name.split(".")


def is_pure(module: str) -> bool:
    """True if nothing that our module imports needs a database, at once or through other modules of ours."""
    known_names: set[str] = set()
    ahead = [module]
    while ahead:
        names = imports_of(ahead.pop()) - known_names
        if any(needs_database(name) for name in names):
            return False
        known_names |= names
        ahead += [name for name in names if name.partition(".")[0] in APPS]
    return True


def root_modules() -> list[str]:
    """The modules at the root of the apps, without their configurations."""
    paths = [path for app in WITH_ROOMS for path in sorted((ROOT / app).glob("*.py"))]
    return [name_of(path) for path in paths if path.stem not in ("__init__", "apps")]


def plug_ins() -> set[str]:
    """The modules that register themselves, as the configurations of the apps list them."""
    configurations = [each for each in apps.get_app_configs() if isinstance(each, PluggedApp)]
    return {f"{each.name}.{name}" for each in configurations for name in each.plug_ins}


def test_each_module_at_the_root_of_an_app_is_of_a_family_or_pure() -> None:
    page = (ROOT / "docs/architecture.md").read_text()
    table = page.partition("| family | content |")[2].partition("\n\n")[0]
    patterns = re.findall(r"`([\w*]+)`", " ".join(line.split("|")[1] for line in table.splitlines()[2:]))
    members: dict[str, list[str]] = {pattern: [] for pattern in patterns}
    others = []
    for module in root_modules():
        name = module.partition(".")[2]
        pattern = next((each for each in patterns if fnmatchcase(name, each)), None)
        if pattern is not None:
            members[pattern].append(module)
        elif module not in plug_ins() and not is_pure(module):
            others.append(name)
    assert [pattern for pattern, modules in members.items() if len(modules) < 2] == []
    exceptions = page.partition("No rule covers these: ")[2].partition("\n\n")[0]
    assert sorted(others) == sorted(re.findall(r"`(\w+)`", exceptions))
    # It may only get shorter: a new module is of a family, a plug-in, or pure.
    assert len(others) <= 7


def test_each_module_at_the_root_of_an_app_begins_with_a_sentence() -> None:
    without = []
    for module in root_modules():
        tree = ast.parse((ROOT / module.replace(".", "/")).with_suffix(".py").read_text())
        if not re.match(r"[A-Z].{12,}?[.:]", ast.get_docstring(tree) or "", re.DOTALL):
            without.append(module)
    assert without == []


def test_a_module_that_needs_a_database_is_not_pure() -> None:
    assert is_pure("lvt.kano")
    assert is_pure("discovery.headlines")
    assert not is_pure("core.database_statements")
    assert not is_pure("organizations.mail_server")
    # Through other modules.
    assert not is_pure("workshops.checks")
    assert not is_pure("discovery.checkpoint_standings")


def test_the_page_on_extending_has_at_most_330_lines() -> None:
    """Parts of a class are explained in the class; a longer page means that there is more to do."""
    assert len((ROOT / "docs/extending.md").read_text().splitlines()) <= 330


def test_the_page_on_tests_says_what_each_test_in_browsers_shows() -> None:
    table = (ROOT / "docs/testing.md").read_text().partition("| file | shows |")[2].partition("\n\n")[0]
    said = set(re.findall(r"`(test_\w+\.py)`", table))
    assert said == {path.name for path in (ROOT / "tests/browser").glob("test_*.py")}


def rows_of(document: str, head: str) -> list[str]:
    """The first cells of the table in a document that begins with this head."""
    table = (ROOT / document).read_text().partition(head)[2].partition("\n\n")[0]
    return [row.split("|")[1].strip() for row in table.splitlines()[2:]]


def test_the_page_on_architecture_lists_each_module_of_registries() -> None:
    listed = {name.strip("`") for name in rows_of("docs/architecture.md", "| registry | contains |")}
    modules = {f"{app}/registries.py" for app in APPS if (ROOT / app / "registries.py").exists()}
    assert len(modules) > 5
    assert modules - listed == set()


def test_the_page_on_architecture_lists_each_topic_of_a_room() -> None:
    listed = [name.strip("`") for name in rows_of("docs/architecture.md", "| topic | meaning |")]
    topics = {topic for each in AUDIENCES for region in regions_for(each) for topic in region.topics}
    assert sorted(listed) == sorted(topics)


def test_the_page_on_tests_lists_each_part_of_the_bench() -> None:
    listed = [name.strip("`") for name in rows_of("docs/testing.md", "| part | measures |")]
    parts = re.findall(r'^ +"(\w+)": _of_\w+,$', (ROOT / "bench/__main__.py").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(parts)


def test_each_program_of_the_tests_has_a_reason() -> None:
    """By the first part of its package's name, as in redis-server."""
    table = (ROOT / "bin/setup").read_text().partition("\nTEST_PACKAGES='\n")[2].partition("\n'\n")[0]
    packages = [row.split()[-3] for row in table.splitlines()]
    listed = " ".join(rows_of("docs/dependencies.md", "| program | use |")).lower()
    assert len(packages) > 5
    assert [name for name in packages if name.split("-")[0] not in listed] == []


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
    read -= {"HEADWATERS_SETUP_LOCKED", "HEADWATERS_MAX_BODY"}
    missing = {name for name in read if f"`{name}`" not in page}
    assert missing == set()


def test_the_readme_begins_with_three_sentences_and_a_picture() -> None:
    before = (ROOT / "README.md").read_text().partition("## Start")[0].partition("\n")[2]
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", before)
    assert [(ROOT / picture).stat().st_size < 150_000 for picture in pictures] == [True]
    sentences = re.findall(r"[^.]+\.(?=\s)", re.sub(r"!\[.*?\)", "", before))
    assert len(sentences) == 3
