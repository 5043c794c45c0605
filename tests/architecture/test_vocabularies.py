"""Tables that name verbs, topics or models name only those that the code has."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from config import report_texts
from config.message_catalog_updates import names_of
from core.kinds.base import artifact_kinds
from core.registries import undo_rules
from core.services import undo
from discovery.discoveries.models import CARRIED_ON, IMPORTED
from exchange.format import field_values, row_names
from handover.selectors import version_changes
from live.regions import AUDIENCES, regions_for
from lvt.kinds import room_updates
from organizations.audit.services import ADMINISTRATION
from tests.apps import WITH_ROOMS, modules_of
from tests.contributing import contributions
from workshops.discovery_history import selectors as operations
from workshops.registries import activity_kinds
from workshops.workshop import selectors as workshops

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
    "outbox",
    "overlap",
    "platform",
    "product",
    "products",
    "program",
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


FIELDS = {field.name for model in apps.get_models() for field in model._meta.get_fields()}


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """The modules that write, by their names."""
    paths = modules_of("services", "kinds", "demo", apps=WITH_ROOMS)
    paths += [path for app in WITH_ROOMS for path in (ROOT / app).glob("demo_*.py")]
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


def verbs_of_kinds() -> set[str]:
    """The verbs that follow from kinds."""
    single = {
        f"{kind.noun}.{action}" for kind in artifact_kinds for action in ("added", "changed", "deleted")
    }
    return single | {f"{kind.nouns}.reordered" for kind in artifact_kinds}


def verbs() -> set[str]:
    """The verbs that the code writes, those of kinds and of contributions included."""
    literal = chain.from_iterable(texts(tree) for _name, tree in modules())
    # Loggers are named so as well.
    written = {text for text in literal if re.fullmatch(r"(?!headwaters\.)[a-z_]+\.[a-z_]+", text)}
    written |= verbs_of_kinds()
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
            if isinstance(call, ast.Call) and ast.unparse(call.func) in (
                "live.publish_change",
                "live.publish",
            ):
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


def test_each_beginning_of_administration_begins_a_verb() -> None:
    """One with a spelling mistake would leave what it means out of the audit list."""
    assert {start for start in ADMINISTRATION if not any(each.startswith(start) for each in verbs())} == set()


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


def test_nouns_with_another_word_are_those_of_verbs() -> None:
    assert set(operations._NOUNS) - {verb.partition(".")[0] for verb in verbs()} == set()


def test_phones_choose_anew_after_verbs_of_kinds() -> None:
    """The table stands in a module that writes, so its own texts would pass for verbs."""
    assert set(room_updates._CHOICES) - verbs_of_kinds() == set()


def test_phases_in_which_people_choose_from_the_tree_are_those_of_drawing_it() -> None:
    phases = {phase.key for phase in activity_kinds.get(room_updates.TREE_TOGETHER).phases}
    assert set().union(*room_updates._CHOICES.values()) - phases == set()


def test_each_topic_is_published_and_shown() -> None:
    assert published() == shown()


def test_what_a_comparison_leaves_out_is_a_model() -> None:
    assert version_changes._LEFT_OUT - {model.__name__ for model in apps.get_models()} == set()


@pytest.mark.parametrize("names", [version_changes._IGNORED, version_changes._NAMES, version_changes._FRAME])
def test_what_a_comparison_names_is_a_field(names: Collection[str]) -> None:
    assert set(names) - FIELDS == set()


def test_what_an_undo_leaves_as_it_is_is_a_field() -> None:
    assert set() == undo._NOT_RESTORED - FIELDS


def test_what_names_a_row_of_a_document_is_a_field() -> None:
    assert set(row_names._CALLED) - FIELDS == set()


def test_text_that_pages_lead_to_is_a_field() -> None:
    assert set() == field_values._FOLLOWED - FIELDS


def test_each_pattern_of_modules_of_reports_fits_one() -> None:
    for pattern in (*report_texts.MODULES, *report_texts.CHOICES):
        fits = any(each.relative_to(ROOT).parts[0] in settings.OUR_APPS for each in ROOT.glob(pattern))
        assert fits, pattern


def test_each_pattern_of_templates_of_reports_fits_one() -> None:
    for pattern in report_texts.TEMPLATES:
        assert any((ROOT / "templates").glob(pattern)), pattern


def test_what_reports_do_not_say_is_a_file() -> None:
    for place in report_texts.EXCLUDED:
        assert (ROOT / place).exists() or (ROOT / "templates" / place).exists(), place


def test_parts_of_modules_of_reports_say_something() -> None:
    for place, parts in report_texts.PARTS.items():
        named = {
            name
            for node in ast.parse((ROOT / place).read_text()).body
            for name in names_of(node)
            if any(report_texts.found_within(ROOT / place, [node]))
        }
        assert parts - named == set(), place
