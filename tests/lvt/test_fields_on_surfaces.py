"""A field of the value tree is seen wherever its others are: filled in, it has to be read on each surface."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import models
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import strip_tags

from core.kinds.base import ArtifactKind
from core.services import kinds
from discovery.discoveries.services import start_own
from discovery.document_parts import report_slides
from discovery.kinds.artifact_content import changes_of, form_fields
from discovery.models import Discovery
from discovery.reports.kind_sheets import all_sheets
from documents.table_and_slide_parts import Slide
from lvt.models import Goal, Hypothesis, Initiative
from lvt.proposals.forms import ROOM_FORMS
from lvt.report import tree_section
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE
from lvt.tree.selectors import value_tree
from organizations.models import Person
from tests import factories
from tests.factories import SYSTEM
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db

KINDS: dict[str, ArtifactKind[Any]] = {"goal": GOAL, "hypothesis": HYPOTHESIS, "initiative": INITIATIVE}
_OF_THE_PAGE = "settled on the page of the tree, not while the room waits"
_FAR = "the room reads the tree from afar: sentences, and measures"
_NAMED = "names initiatives and says no more of them"
# What a surface does not say, and why. Without a field: nothing but the name.
LEFT_OUT = {
    ("page", "goal", "wip_limit"): "said with the bets that run, once some do",
    ("report", "goal", "wip_limit"): "for those who start bets, not for those who read about them",
    ("slides", "goal", "description"): "a slide says what is to be reached and how far one is",
    ("slides", "goal", "wip_limit"): "as in the report",
    ("slides", "hypothesis", "about_data"): "nearly all are; the report marks the others",
    ("spotlight", "goal", "wip_limit"): "as in the report",
    ("room", "goal", "description"): _FAR,
    ("room", "goal", "owner"): _FAR,
    ("room", "goal", "wip_limit"): _FAR,
    ("room", "hypothesis", "owner"): _FAR,
    ("room form", "goal", "description"): _OF_THE_PAGE,
    ("room form", "goal", "owner"): _OF_THE_PAGE,
    ("room form", "goal", "wip_limit"): _OF_THE_PAGE,
    ("room form", "goal", "contributes_to"): _OF_THE_PAGE,
    ("room form", "hypothesis", "about_data"): _OF_THE_PAGE,
    ("room form", "hypothesis", "owner"): _OF_THE_PAGE,
    ("sheet", "initiative", ""): _NAMED,
    ("slides", "initiative", ""): "the bets of a goal are enough for a slide",
    ("spotlight", "initiative", ""): "the bets of a goal are enough for a screen",
    ("room", "initiative", ""): _FAR,
    ("room form", "initiative", ""): "a room proposes none",
}
# How what is not written out is seen.
MARKED = {"about_data": dict.fromkeys(("page", "report", "spotlight", "room"), "Not about data")}


class Filled(NamedTuple):
    value: Any
    seen: str


def _filled(column: models.Field[Any, Any], kind: str, discovery: Discovery) -> Filled:
    """A value that stands nowhere else, and how people read it."""
    words = f"{kind} {column.name} filled"
    if column.related_model is Person:
        person = factories.make(Person, organization=discovery.domain.organization, name=words)
        return Filled(person, words)
    if column.related_model is Goal:
        own = start_own(actor=SYSTEM, organization=discovery.domain.organization)
        return Filled(factories.make(Goal, discovery=own, title=words), words)
    if isinstance(column, models.BooleanField):
        return Filled(not column.default, "No" if column.default else "Yes")
    if isinstance(column, models.DateField):
        return Filled(date(2031, 7, 23), localize(date(2031, 7, 23)))
    if isinstance(column, models.DecimalField | models.IntegerField):
        return Filled(Decimal(17) if isinstance(column, models.DecimalField) else 17, "17")
    if column.choices:
        value, label = [each for each in column.flatchoices if each[0]][-1]
        return Filled(value, str(label))
    if isinstance(column, models.URLField):
        address = f"https://example.com/{kind}/{column.name}"
        return Filled(address, address)
    assert isinstance(column, models.CharField | models.TextField), f"say how a {column} is filled"
    return Filled(words, words)


@pytest.fixture
def filled(discovery: Discovery) -> dict[str, dict[str, Filled]]:
    """A goal, a hypothesis and an initiative with all that their fields can say, by the name of the kind."""
    goal = factories.make(Goal, discovery=discovery, title="A goal")
    bet = factories.make(Hypothesis, goal=goal, statement="A bet")
    initiative = factories.make(Initiative, hypothesis=bet, name="An initiative")
    values: dict[str, dict[str, Filled]] = {}
    for name, artifact in (("goal", goal), ("hypothesis", bet), ("initiative", initiative)):
        values[name] = {each.name: _filled(each, name, discovery) for each in form_fields(KINDS[name])}
        kinds.change(
            actor=SYSTEM, artifact=artifact, **{key: each.value for key, each in values[name].items()}
        )
    return values


def _text(cell: object) -> str:
    """What a cell says to people: a spreadsheet holds a day as a day."""
    return str(localize(cell) if isinstance(cell, date) else cell)


def _slide_text(slide: Slide) -> str:
    cells = [cell for row in (slide.table.rows if slide.table else ()) for cell in row]
    return " ".join(map(_text, [slide.title, *slide.lines, *cells]))


def _surfaces(discovery: Discovery, viewer: Client) -> dict[str, str]:
    branch = value_tree(discovery).goals[0]
    spotlight = spotlights.get("goal")
    shown = spotlight.context(discovery, str(branch.goal.uuid))
    section = tree_section(discovery)
    tables = [sheet.table(discovery) for sheet in all_sheets()]
    rows = [row for table in tables if table for row in table.rows]
    history = [changes_of(each) for each in (branch.goal, branch.hypotheses[0].hypothesis)]
    history += [changes_of(branch.hypotheses[0].initiatives[0].initiative)]
    return {
        "page": viewer.get(reverse("lvt:tree", args=[discovery.slug])).content.decode(),
        "report": render_to_string("lvt/report/tree.html", section),
        "sheet": " ".join(_text(cell) for row in rows for cell in row),
        "slides": " ".join(_slide_text(slide) for each in report_slides for slide in each.slides(discovery)),
        "spotlight": render_to_string(spotlight.template, shown),
        "room": render_to_string(
            "lvt/activities/tree_together/goal.html", {"branch": branch, "number": 1, "by": {}}
        ),
        "history": " ".join(field.after for each in history for change in each for field in change.fields),
        "room form": " ".join(
            f"{kind} {name}" for kind, form in ROOM_FORMS.items() for name in form.base_fields
        ),
    }


def _is_seen(surface: str, text: str, kind: str, name: str, value: Filled) -> bool:
    if surface == "room form":
        return f"{kind} {name}" in text
    if surface == "sheet" and isinstance(value.value, bool):
        return str(value.value) in text
    words = MARKED.get(name, {}).get(surface, value.seen)
    if words.isdigit():
        return re.search(rf"\b{words}\b", strip_tags(text)) is not None
    return words in text


def test_each_surface_of_the_tree_says_each_field_or_why_it_does_not(
    discovery: Discovery, filled: dict[str, dict[str, Filled]], client_of: Any
) -> None:
    surfaces = _surfaces(discovery, client_of(factories.access(discovery)))
    unseen = {
        (surface, kind, name)
        for surface, text in surfaces.items()
        for kind, fields in filled.items()
        for name, value in fields.items()
        if not _is_seen(surface, text, kind, name, value)
    }
    silent = {key[:2] for key in LEFT_OUT if not key[2]}
    wrong = {key for key in unseen if key not in LEFT_OUT and key[:2] not in silent}
    stale = {key for key in LEFT_OUT if key[2] and key not in unseen}
    assert not wrong, (
        f"not seen, by surface, kind and field: {sorted(wrong)}; show them, or say in LEFT_OUT why not"
    )
    assert not stale, f"seen after all: take it out of LEFT_OUT: {sorted(stale)}"
