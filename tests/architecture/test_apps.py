"""Each app is one thing: it says what it is and what it may know, and names no app above it.

pyproject.toml holds the imports to the order; here are the ways around an import: labels of models,
`get_model`, and names of tables in SQL.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.conf import settings

from core.kinds.scopes import scope_rules
from tests.apps import APPS, PYPROJECT, ROOT, name_of

CONTRACTS = PYPROJECT["tool"]["importlinter"]["contracts"]
# From above to below; those that stand beside each other do not know each other.
FLOORS = [floor.replace(" ", "").split("|") for floor in CONTRACTS[0]["layers"]]
LAYERED = [app for floor in FLOORS for app in floor]
_APP = "|".join(APPS)
_LABEL = re.compile(rf"({_APP})\.[A-Z]\w*(?:\.\w+)?")
_TABLE = re.compile(rf"\b({_APP})_[a-z]+\b")
_SQL = re.compile(r"\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|JOIN)\b")


def below(app: str) -> set[str]:
    """The apps that an app may know: itself, and those on floors below."""
    floor = next(number for number, names in enumerate(FLOORS) if app in names)
    return {app}.union(*FLOORS[floor + 1 :])


def named(source: str) -> Iterator[str]:
    """The apps that a module names without importing them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if label := _LABEL.fullmatch(node.value):
                yield label[1]
            elif _SQL.search(node.value):
                yield from (table[1] for table in _TABLE.finditer(node.value))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("get_model", "get_app_config")):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value.partition(".")[0]


@pytest.mark.parametrize("app", LAYERED)
def test_it_names_no_app_above_it(app: str) -> None:
    wrong = {
        f"{path.relative_to(ROOT)} names {name}"
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for name in named(path.read_text())
        if name not in below(app)
    }
    assert wrong == set()


def test_the_sweep_sees_names() -> None:
    source = "a = ForeignKey('lvt.Goal')\nget_model('products', 'X')\ns = 'SELECT 1 FROM discovery_user'\n"
    assert {*named(source)} == {"lvt", "products", "discovery"}


@pytest.mark.parametrize("app", APPS)
def test_it_says_what_it_is_and_what_it_may_know(app: str) -> None:
    words = ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text())) or ""
    assert re.search(r"\bmay\b", words), words
    assert re.search(r"\bknows?\b", words), words


def test_every_list_of_apps_is_the_same() -> None:
    tool = PYPROJECT["tool"]
    apps = {*APPS}
    assert {*settings.OUR_APPS} == apps
    assert {*LAYERED} == apps - {"config"}
    assert apps < {*tool["mypy"]["files"]}
    assert apps < {*tool["ruff"]["lint"]["isort"]["known-first-party"]}


def test_core_speaks_of_no_domain() -> None:
    """What it says to people holds for each app that stands on it, so it names no scope and no room."""
    scopes = {rules.key.rpartition(".")[2].lower() for rules in scope_rules}
    assert scopes == {"discovery", "organization"}
    said = {
        str(node.args[0].value)
        for path in (ROOT / "core").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("_", "gettext", "gettext_lazy")
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(said) > 20
    assert [words for words in said if any(name in words.lower() for name in (*scopes, "workshop"))] == []


# Its rules are those of fields of models.
WITH_MODELS = {"core.kinds.rules"}


def test_rules_know_no_database() -> None:
    """Each module `rules` is in a contract, which import-linter checks."""
    by_name = {each["name"]: each.get("source_modules", ()) for each in CONTRACTS}
    contracts = ("What only computes knows no Django", "What is data or a drawing knows no database")
    inside = {module for name in contracts for module in by_name[name]}
    modules = {name_of(path) for app in APPS for path in (ROOT / app).rglob("rules.py")}
    assert modules - inside == WITH_MODELS
