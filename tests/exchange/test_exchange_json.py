"""Values of a document that a database takes as they are, because its field holds JSON: what pages could not
read is refused before anything is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from exchange.format.document_tables import exchanged, fields_of
from exchange.format.field_values import InvalidValue, from_json
from exchange.format.json_field_checks import wrong_setting
from exchange.format.table_rules import shapes
from workshops.registries import activity_kinds


def test_of_every_field_that_holds_json_it_is_said_what_it_holds() -> None:
    held = {
        f"{label}.{field.name}"
        for label, model in exchanged().items()
        for field in fields_of(model)
        if isinstance(field, models.JSONField)
    }
    assert set(shapes()) == held


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("discovery.Activity.groups", ["a"]),
        ("discovery.Activity.settings", []),
        ("discovery.Answer.choices", [["a"]]),
        ("discovery.HandoverVersion.approvals", {}),
        ("discovery.ReportProfile.sections", [{}]),
        ("discovery.Workshop.result_parts", [1]),
        ("lvt.ScoringRound.sides", {"somebody": "none"}),
        ("lvt.ScoringRound.sides", {"somebody": []}),
        ("lvt.UseCase.authors", [None]),
    ],
)
def test_what_no_page_can_read_is_refused(name: str, value: Any) -> None:
    label, _dot, field = name.rpartition(".")
    with pytest.raises(InvalidValue, match="wrong type"):
        from_json(next(each for each in fields_of(exchanged()[label]) if each.name == field), value)


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("presentation", {"slides": ["a"]}),
        ("presentation", {"shown": "goal:1"}),
        ("presentation", {"slide": [1]}),
        ("presentation", {"slide": 10**9}),
        ("check_in", {"at_once": "yes"}),
        ("check_in", {"high": 10**9}),
        ("poll", {"options": [["a"]]}),
        ("poll", {"form": {}}),
        ("consent", {"earlier": [1]}),
        ("write_use_cases", {"group_size": True}),
        ("ranking", {"focus": ["a"]}),
        ("a kind that there is not", {"something": {}}),
    ],
)
def test_what_no_activity_can_be_set_to_is_said(kind: str, setting: dict[str, Any]) -> None:
    (name,) = setting
    assert f"“{name}” isn’t a setting" in wrong_setting(kind, setting)


def test_what_forms_begin_with_and_services_set_is_taken() -> None:
    for kind in activity_kinds:
        fields = kind.settings_form.base_fields if kind.settings_form else {}
        # Options are lines in the form, and a list when they are kept.
        set_ = {name: field.initial for name, field in fields.items() if name != "options"}
        assert wrong_setting(kind.key, set_) == "", kind.key
    for kind_key, settings in (
        ("poll", {"options": ["a", "b"]}),
        ("presentation", {"slide": 3, "shown": ["goal:1"]}),
        ("consent", {"proposal": "We do it", "earlier": ["We do not"]}),
    ):
        assert wrong_setting(kind_key, settings) == ""


def test_no_address_in_a_file_runs_a_script() -> None:
    fields = [
        field
        for model in exchanged().values()
        for field in fields_of(model)
        if isinstance(field, models.URLField)
        or (field.name in ("link", "url") and isinstance(field, models.CharField))
    ]
    assert {"catalog_url", "repository_url", "agreement_url", "link", "url"} <= {each.name for each in fields}
    for field in fields:
        for address in ("javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x"):
            with pytest.raises(InvalidValue, match="isn’t a valid link"):
                from_json(field, address)
