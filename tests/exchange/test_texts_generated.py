"""Whatever people write of a discovery, it comes back from its text, also into one that changed meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.db import transaction
from hypothesis import given, settings, strategies as st

from core.imports.rows import ImportPlan
from core.services import artifacts
from core.services.imports import Refusal
from core.services.operations import operation
from core.yaml_text import to_yaml
from discovery.models import Discovery
from exchange.services.discovery_text import NewDiscovery, export_text, import_text
from exchange.services.text_input import entries_of_texts
from tests import factories
from tests.exchange.exchanging import PHASES
from tests.exchange.written_texts import written
from tests.factories import SYSTEM
from tests.sweeps import examples

pytestmark = pytest.mark.django_db


def made_of(document: dict[str, Any]) -> Discovery:
    """A discovery with what the document says, in an organization of its own."""
    head = {"discovery": {"name": "Generated", "domain": "Commercial"}}
    text = to_yaml({**head, **document})
    slug = import_text(actor=SYSTEM, data=text.encode(), into=NewDiscovery(factories.organization())).slug
    return Discovery.objects.select_related("domain__organization").get(slug=slug)


def said_by(discovery: Discovery) -> str:
    """Its text, without the organization that it is in."""
    return export_text(actor=SYSTEM, discovery=discovery).replace(
        discovery.domain.organization.name, "Organization"
    )


def writes(plan: ImportPlan) -> list[Any]:
    return [(row.shape.key, row.title, row.changes) for row in (*plan.added, *plan.changed)] + [*plan.orders]


@given(written())
@settings(max_examples=examples(6), phases=PHASES)
def test_it_comes_back_from_its_text(document: dict[str, Any]) -> None:
    with transaction.atomic():
        first = made_of(document)
        text = said_by(first)
        assert writes(import_text(actor=SYSTEM, data=text.encode(), into=first).plan) == []
        second = import_text(actor=SYSTEM, data=text.encode(), into=NewDiscovery(factories.organization()))
        again = Discovery.objects.select_related("domain__organization").get(slug=second.slug)
        assert said_by(again) == text
        transaction.set_rollback(True)


@given(written(), written(), st.integers(0, 1_000))
@settings(max_examples=examples(6), phases=PHASES)
def test_it_comes_back_into_one_that_changed(
    document: dict[str, Any], other: dict[str, Any], number: int
) -> None:
    with transaction.atomic():
        discovery = made_of(document)
        text = said_by(discovery).encode()
        _change(discovery, other, number)
        before = said_by(discovery)
        merged = _merged(discovery, text)
        if merged is None:
            assert said_by(discovery) == before
        else:
            assert writes(import_text(actor=SYSTEM, data=text, into=discovery).plan) == []
            assert yaml.safe_load(text).keys() <= yaml.safe_load(said_by(discovery)).keys()
        transaction.set_rollback(True)


def _merged(discovery: Discovery, text: bytes) -> ImportPlan | None:
    """What was merged; None where it was refused, such as two of one name of which one was deleted."""
    try:
        with transaction.atomic():
            return import_text(actor=SYSTEM, data=text, into=discovery).plan
    except Refusal:
        return None


def _change(discovery: Discovery, other: dict[str, Any], number: int) -> None:
    """Other things are written into the discovery, and one of each kind is deleted."""
    _merged(discovery, to_yaml(other).encode())
    with operation(SYSTEM, "test.deleted"):
        for entry in entries_of_texts():
            scope = discovery if entry.kind.root is Discovery else discovery.domain.organization
            rows = list(entry.kind.below(scope))
            if rows and number % 3 == 0:
                artifacts.trash(rows[number % len(rows)])
