"""One folder holds all code that uses private names of libraries, and it fits the installed versions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version

import pytest

from tests.apps import APPS, ROOT

PATCHES = ROOT / "config/patches"
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in sorted(PATCHES.rglob("*.py"))
    if path.name != "__init__.py"
]
# These are documented in spite of the underscore.
PROMISED = {"_meta", "_base_manager", "_default_manager", "_replace", "_exit"}
MOST = 5
"""Modules: each is read again for every minor version of its library."""


def private_names(source: str) -> Iterator[str]:
    """The private names that a module reads from other objects, without those that it defines itself."""
    tree = ast.parse(source)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    of_super = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "super()"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not re.match("_[a-z]", node.attr):
            continue
        holder = ast.unparse(node.value)
        if (
            holder in ("self", "cls")
            or node.attr in PROMISED
            or (node.attr in own and node.attr not in of_super)
        ):
            continue
        yield f"{holder}.{node.attr}"


def replaced_names(source: str) -> Iterator[str]:
    """The names of libraries that a module replaces or imports although they are private."""
    tree = ast.parse(source)
    imported: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            if node.module.partition(".")[0] not in {*APPS, "__future__"}:
                imported |= {each.asname or each.name: node.module for each in node.names}
                private = [each.name for each in node.names if re.match("_[a-z]", each.name)]
                yield from (f"{node.module}.{name}" for name in private if name != "_")
        elif isinstance(node, ast.Import):
            imported |= {(each.asname or each.name).partition(".")[0]: each.name for each in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and ast.unparse(target).partition(".")[0] in imported:
                    yield ast.unparse(target)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr":
            holder = ast.unparse(node.args[0])
            if holder.partition(".")[0] in imported:
                yield f"setattr {holder}"


def test_no_other_module_touches_a_private_name() -> None:
    touched = {
        f"{path.relative_to(ROOT)}: {name}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if PATCHES not in path.parents and "migrations" not in path.parts
        for name in private_names(path.read_text())
    }
    # This module sets the name on forms that it makes itself.
    assert touched == {"core/forms/artifacts.py: form._made_with"}


def test_no_other_module_replaces_what_a_library_has() -> None:
    replaced = {
        f"{path.relative_to(ROOT)}: {name}"
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if PATCHES not in path.parents and "migrations" not in path.parts
        for name in replaced_names(path.read_text())
    }
    # A setting of this thread's own connection, which Django promises to read.
    assert replaced == {"discovery/health_check.py: connection.settings_dict"}


def test_the_sweep_sees_what_is_replaced() -> None:
    source = (
        "from a_library import Thing, _hidden\nimport other.part\nfrom core import plans\n"
        "Thing.do = mine\nother.part.size = 3\nsetattr(Thing, name, mine)\nplans.size = 3\nself.size = 3\n"
    )
    assert [*replaced_names(source)] == [
        "a_library._hidden",
        "Thing.do",
        "other.part.size",
        "setattr Thing",
    ]


def test_few_modules_use_private_names_and_each_has_its_figure() -> None:
    assert len(MODULES) <= MOST, "measure what it is worth, and remove one that is worth less"
    without = [name for name in MODULES if not re.search(r"\d", getattr(import_module(name), "GAIN", ""))]
    assert without == []


def test_the_sweep_sees_a_private_name() -> None:
    source = "class A(B):\n    def _fill(self):\n        super()._fill()\n        rows._raw_delete()\n"
    assert [*private_names(source)] == ["super()._fill", "rows._raw_delete"]


def _minor(library: str) -> str:
    """Patch releases keep private names; tests of behavior cover the rest."""
    return ".".join(version(library).split(".")[:2])


@pytest.mark.parametrize("module", MODULES)
def test_the_installed_minor_versions_are_the_checked_ones(module: str) -> None:
    """Fails when a library changed: check the names in the module again, then write the new version."""
    checked: dict[str, str] = import_module(module).CHECKED
    assert checked
    assert {library: _minor(library) for library in checked} == checked
