"""The label of a table in documents stays when its model goes to another app, and older labels are read."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from core.registry import Registry
from discovery.models import Discovery
from exchange.format import document_tables, dump, table_rules
from exchange.format.document_tables import label_of
from exchange.format.table_rules import DocumentRules
from lvt.models import Goal
from tests import factories
from tests.exchange.exchanging import again, exported
from tests.factories import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    made = factories.discovery()
    make(Goal, discovery=made, title="Fewer stock-outs")
    return made


@pytest.fixture
def read_anew() -> Iterator[None]:
    """Clears what the process has read from the models, before the test and after it."""
    kept = [each for each in vars(document_tables).values() if hasattr(each, "cache_clear")]
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


def test_a_model_that_moves_keeps_its_label(
    discovery: Discovery, read_anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(exported(discovery))
    monkeypatch.setattr(Goal._meta, "app_label", "technology")
    assert label_of(Goal) == "technology.Goal"
    monkeypatch.setattr(Goal, "document_label", "lvt.Goal", raising=False)
    for each in vars(document_tables).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()
    assert dump(exported(discovery)) == before


def test_a_former_label_is_read_as_the_present_one(
    discovery: Discovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = dump(exported(discovery))
    older = now.replace(b'"lvt.Goal":', b'"lvt.Aim":')
    assert older != now
    with_former: Registry[DocumentRules] = Registry("rules of documents")
    for each in (
        *table_rules.document_rules,
        DocumentRules(key="older", former_labels={"lvt.Aim": "lvt.Goal"}),
    ):
        with_former.register(each)
    monkeypatch.setattr(table_rules, "document_rules", with_former)
    assert json.loads(again(older)) == json.loads(now)
