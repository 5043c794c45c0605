"""Only services write: a row saved elsewhere would bypass permissions, history and the live room."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.apps import APPS, layer_of

ROOT = Path(__file__).parents[2]
WRITES = {
    "abulk_create",
    "acreate",
    "adelete",
    "asave",
    "aupdate",
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "update_or_create",
}
# Where writing is the job: services; the manager of accounts; allauth's adapter,
# the folder of collected files and the row that says of which version the database is, which are no part of
# the domain.
ALLOWED = (
    "models/account.py",
    "web/allauth_adapter.py",
    "static_files.py",
    "installation_check.py",
    "patches/migration_models.py",  # models of migrations, drawn in bulk
)
# Methods of the same name on things that are no models.
NOT_A_MODEL = ("cache", "image", "instancer", "kinds", "pdf", "picture", "self._deck", "self._redis")


def _sources() -> list[Path]:
    return [
        path
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts and not str(path.relative_to(ROOT / app)).startswith(ALLOWED)
        if layer_of(path.relative_to(ROOT)) != "services"
    ]


def _writes(source: str) -> list[tuple[int, str]]:
    """Line and call of each `x.save()` and the like, and of `queryset.update(field=…)`."""
    writes = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, target = node.func.attr, ast.unparse(node.func.value)
        is_query_update = name == "update" and ".objects" in target
        if (name in WRITES or is_query_update) and not target.startswith(NOT_A_MODEL):
            writes.append((node.lineno, ast.unparse(node)[:80]))
    return writes


def test_nothing_but_services_writes() -> None:
    writes_of = {str(path.relative_to(ROOT)): _writes(path.read_text()) for path in _sources()}
    assert {path: writes for path, writes in writes_of.items() if writes} == {}
    assert len(writes_of) > 1000, "the sweep finds the modules"


def test_the_sweep_sees_a_write() -> None:
    assert _writes("goal.save()\nGoal.objects.filter(pk=1).update(title='')\nseen.update(a=1)") == [
        (1, "goal.save()"),
        (2, "Goal.objects.filter(pk=1).update(title='')"),
    ]
