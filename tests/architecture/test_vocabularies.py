"""Tables that name verbs, topics or models name only those that the code has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from core.kinds.base import artifact_kinds
from core.registries import undo_rules
from discovery.models.discovery import CARRIED_ON, IMPORTED
from handover.selectors import version_changes
from live.regions import AUDIENCES, regions_for
from tests.apps import WITH_ROOMS
from tests.contributing import contributions
from workshops.selectors import operations, workshops

ROOT = Path(__file__).parents[2]
# Nouns of verbs besides the full names of models and kinds. The noun decides who may undo.
OTHER_NOUNS = {
    "access",
    "action",
    "agenda",
    "asset",
    "breakout",
    "column",
    "criteria",
    "delta",
    "demo",
    "device",
    "grid",
    "groups",
    "guests",
    "handover",
    "list",
    "look",
    "member",
    "method",
    "need",
    "onboarding",
    "operation",
    "organization_text",
    "overlap",
    "platform",
    "product",
    "products",
    "ranking",
    "read",
    "report",
    "results",
    "round",
    "sharing",
    "shortlist",
    "specification",
    "strategy",
    "suitability",
    "table",
    "technology",
    "text",
    "timer",
}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """The modules that write, by their names."""
    paths = [
        path
        for app in WITH_ROOMS
        for part in ("services", "kinds")
        for path in (ROOT / app / part).glob("*.py")
    ]
    paths += [path for app in WITH_ROOMS for path in (ROOT / app).glob("demo*.py")]
    paths += [ROOT / "workshops/actors.py"]  # those without a name begin an operation for all of them
    return tuple(
        (".".join(path.relative_to(ROOT).with_suffix("").parts), ast.parse(path.read_text()))
        for path in paths
    )


def texts(node: ast.AST) -> Iterator[str]:
    """The literal texts in a piece of code."""
    return (
        each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    )


def verbs() -> set[str]:
    """The verbs that the code writes, those of kinds and of contributions included."""
    literal = chain.from_iterable(texts(tree) for _name, tree in modules())
    written = {text for text in literal if re.fullmatch(r"[a-z_]+\.[a-z_]+", text)}
    for kind in artifact_kinds:
        written |= {f"{kind.noun}.{action}" for action in ("added", "changed", "deleted")}
        written.add(f"{kind.nouns}.reordered")
    for name, _tree in modules():
        import_module(name)
    for contribution in contributions():
        decided = ("accepted", getattr(contribution, "action", "accepted"), "declined")
        written |= {f"{contribution.noun}.{action}" for action in ("added", *decided)}
    return written | {IMPORTED, CARRIED_ON}


def named_verbs() -> set[str]:
    """The verbs that tables name."""
    return (
        set(operations._SAID)
        | set(workshops._OPENED_BY)
        | set(workshops.CLOSED_BY)
        | set(chain.from_iterable(rules.seen_by_the_room for rules in undo_rules))
    )


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def published() -> set[str]:
    """The topics that writes publish."""
    topics: set[str] = set()
    for name, tree in modules():
        module = import_module(name)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("live.changed", "live.publish"):
                topics |= {topic for each in call.args[1:] for topic in texts(each)}
                topics |= {topic for each in call.args[1:] for topic in constant(module, each)}
                keyed = [each.value for each in call.keywords if each.arg == "keys"]
                topics |= {
                    topic
                    for each in keyed
                    if isinstance(each, ast.Dict)
                    for key in each.keys
                    if key is not None
                    for topic in texts(key)
                }
    return topics


def constant(module: Any, node: ast.expr) -> tuple[str, ...]:
    """The topics in a constant of the module that is given to a call as `*TOPICS`."""
    if isinstance(node, ast.Starred) and isinstance(node.value, ast.Name) and node.value.id.isupper():
        return tuple(getattr(module, node.value.id))
    return ()


def shown() -> set[str]:
    """The topics for which some region is drawn again."""
    return set().union(*(region.topics for audience in AUDIENCES for region in regions_for(audience)))


def test_tables_name_only_verbs_that_are_written() -> None:
    assert named_verbs() - verbs() == set()


def test_roles_for_undoing_name_only_nouns_of_verbs() -> None:
    nouns = {verb.partition(".")[0] for verb in verbs()}

    assert {noun for rules in undo_rules for noun in rules.of_facilitators} - nouns == set()


def test_the_noun_of_each_verb_is_known() -> None:
    """A noun with a spelling mistake would let editors undo what only facilitators may."""
    known = {snake(model.__name__) for model in apps.get_models()} | OTHER_NOUNS
    known |= {name for kind in artifact_kinds for name in (kind.noun, kind.nouns)}
    nouns = {verb.partition(".")[0] for verb in verbs()}

    assert nouns - known - {f"{noun}s" for noun in known} == set()


def test_other_nouns_are_used() -> None:
    assert OTHER_NOUNS - {verb.partition(".")[0] for verb in verbs()} == set()


def test_each_topic_is_published_and_shown() -> None:
    assert published() == shown()


@pytest.mark.parametrize("name", sorted(version_changes._LEFT_OUT))
def test_what_a_comparison_leaves_out_is_a_model(name: str) -> None:
    assert name in {model.__name__ for model in apps.get_models()}
