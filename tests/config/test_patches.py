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
