"""Texts of discoveries hold every artifact and every field of it, or somebody said why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Field, ForeignKey

from core.imports.importable_kinds import Entry, children
from core.models import Artifact
from exchange.format.document_tables import activity_path, label_of
from exchange.format.table_rules import left_out, texts_left_out
from exchange.services.text_input import HEADS, entries_of_texts
from exchange.services.text_schema import text_schema_file
from organizations.models import Domain, Organization

ROOT = Path(__file__).parents[2]
# What every artifact has, and what its place in the text says.
BOOKKEEPING = {"id", "uuid", "revision", "created_at", "modified_at", "deleted_at", "position"}
# Fields of artifacts that texts hold, and why they do not hold these.
FIELDS = {
    "captured_by": "where it was said is not in a text, so neither is who said it",
    "author": "rooms say who wrote it",
    "authors": "rooms say who wrote it",
    "participant": "rooms say who wrote it",
    "activity": "rooms are not in a text",
    "workshop": "rooms are not in a text",
    "sentence": "it follows from what the objective is made of",
    "action": "what came of it has a row of its own",
    "domain": "it is that of the discovery",
}

# Contributions of a room that remain part of the discovery. Others must not come into its texts unnoticed.
KEPT = {
    "lvt.UseCase",
    "products.UsagePattern",
    "workshops.ActionItem",
    "workshops.Decision",
    "workshops.ParkingLotItem",
    "workshops.Question",
    "workshops.Risk",
}


def _artifacts() -> dict[str, type[Artifact]]:
    return {model._meta.label: model for model in apps.get_models() if issubclass(model, Artifact)}


def _told() -> set[str]:
    told = {entry.key for entry in entries_of_texts()}
    return told | {
        link.model._meta.label for entry in entries_of_texts() for link in entry.kind.links.values()
    }


def test_every_artifact_is_in_texts_or_has_a_reason() -> None:
    reasons = {label for label in texts_left_out() if label.count(".") == 1}
    documents = {label for label, model in _artifacts().items() if label_of(model) in left_out()}
    contributions = {label for label, model in _artifacts().items() if activity_path(model)}
    assert contributions & _told() == KEPT
    without_reason = (documents | contributions) - _told()
    assert sorted(_artifacts().keys() - _told()) == sorted(reasons | without_reason)
    assert sorted(reasons & documents) == []


def _fields(entry: Entry) -> Iterator[Field[object, object]]:
    above = {path.partition("__")[0] for path in entry.kind.paths}
    for column in entry.kind.model._meta.concrete_fields:
        if column.name not in BOOKKEEPING | above | {*entry.fields}:
            yield column


def test_every_field_of_what_is_in_texts_is_in_them_or_has_a_reason() -> None:
    missing = {f"{entry.key}.{column.name}" for entry in entries_of_texts() for column in _fields(entry)}
    reasons = {label for label in texts_left_out() if label.count(".") == 2}
    unsaid = {label for label in missing - reasons if label.rpartition(".")[2] not in FIELDS}
    assert unsaid == set()
    assert reasons <= missing
    assert {label.rpartition(".")[2] for label in missing - reasons} == FIELDS.keys()


def test_each_heading_stands_for_one_thing() -> None:
    entries = entries_of_texts()
    for entry in (None, *entries):
        below = list(children(entries, entry).values())
        there = [each for each in entries if _hangs_on(each, entry)]
        assert len(below) == len(there), "two kinds have one heading"
        fields = HEADS if entry is None else entry.fields
        assert {each.heading for each in below} & {*fields} == set()


def _hangs_on(each: Entry, entry: Entry | None) -> bool:
    if entry is None:
        return not each.kind.has_parents
    return entry.kind.model in each.kind.parent_models.values()


def test_what_a_row_needs_is_written_before_it() -> None:
    """What it hangs on, and what it is recognized by."""
    passed: set[str] = set()
    for entry in entries_of_texts():
        assert {*entry.shape.parents} <= passed
        named = {entry.names[name] for name in entry.recognized_by if name in entry.names}
        assert named - {Domain._meta.label, Organization._meta.label} <= passed
        passed.add(entry.key)


def test_a_name_leads_to_a_row_that_a_text_can_name() -> None:
    """A field that names what texts leave out could not be read again."""
    told = {entry.key for entry in entries_of_texts()} | {Domain._meta.label}
    for entry in entries_of_texts():
        for name, label in entry.names.items():
            assert label in told, f"{entry.key}.{name}"
            column = entry.kind.column(name)
            assert column is None or isinstance(column, ForeignKey)


def test_the_schema_in_the_documentation_is_that_of_the_kinds() -> None:
    written = (ROOT / "docs" / "text.schema.json").read_bytes() == text_schema_file()
    assert written, "bin/record writes it anew"
    assert json.loads(text_schema_file())["title"] == "A discovery as text"
