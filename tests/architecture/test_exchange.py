"""One of everything, exported and imported: nothing is lost, nothing foreign comes along, and nothing that
opens something is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import models

from exchange.discovery_documents.services import export_document
from exchange.format import dump
from exchange.format.document_tables import exchanged, label_of, our_models
from exchange.format.table_rules import ACCOUNT, SECRET, fields_left_out, left_out
from organizations.models import User
from tests.architecture.world import FOREIGN, World
from tests.exchange.exchanging import again, read_anew
from tests.factories import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def document(world: World) -> dict[str, Any]:
    return export_document(actor=SYSTEM, discovery=read_anew(world.own.discovery), versions=True)


def test_one_of_everything_comes_back_to_the_last_byte(document: dict[str, Any]) -> None:
    assert again(dump(document)) == dump(document)


def test_there_is_one_of_nearly_everything(document: dict[str, Any]) -> None:
    """A new model gets a row in the world, or a line here."""
    missing = {label for label in exchanged() if not document["rows"][label]}
    assert missing <= {
        "discovery.ActivityCompletion",
        "discovery.Answer",
        "discovery.Vote",
        "products.SourceFeed",
    }


def test_nothing_of_another_organization_comes_along(world: World, document: dict[str, Any]) -> None:
    text = dump(document).decode()
    assert FOREIGN not in text
    for each in vars(world.other).values():
        if isinstance(each, models.Model) and hasattr(each, "uuid"):
            assert str(each.uuid) not in text, each


def test_no_secret_is_told(world: World, document: dict[str, Any]) -> None:
    text = dump(document).decode()
    told = [f'"{value}"' for value in _secrets() if f'"{value}"' in text]
    assert told == []
    assert [email for email in User.objects.values_list("email", flat=True) if email in text] == []


def _secrets() -> set[str]:
    """Every text in a field that is left out because it opens something."""
    secrets: set[str] = set()
    for model in our_models():
        label = label_of(model)
        for field in model._meta.concrete_fields:
            why = left_out().get(label) or fields_left_out().get(f"{label}.{field.name}")
            words = ("code", "digest", "key", "secret", "password")
            if why in (SECRET, ACCOUNT) and any(each in field.name for each in words):
                secrets |= set(map(str, model._base_manager.values_list(field.attname, flat=True)))
    return secrets - {"", "None"}


def test_what_is_left_out_is_said(document: dict[str, Any]) -> None:
    said = {each["what"] for each in document["left_out"]}
    assert set(left_out()) | set(fields_left_out()) <= said
    assert json.loads(dump(document)) == document
