"""Whatever names a participant has a rule for when two of them are merged."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from workshops.joining.participant_merges.name_replacement import renamed
from workshops.joining.participant_merges.selectors import belongings
from workshops.models import Participant
from workshops.registries import merge_rules


def test_each_model_that_names_a_participant_has_a_rule():
    """A new one fails here, or belongs to a person by its author and moves."""
    ruled = {each.model for each in belongings()} | {model for rules in merge_rules for model in rules.stays}
    naming = {
        model
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "history_id")
        for field in model._meta.concrete_fields
        if field.related_model is Participant
        or (field.name in ("author", "participant") and isinstance(field, models.CharField))
    }
    assert naming == ruled


def test_each_document_that_names_participants_has_a_rule():
    """Fields of JSON that hold uuids of people; a new field of JSON belongs to one of the two."""
    named = {
        f"{model._meta.label}.{name}"
        for rules in merge_rules
        for model, names in rules.named_in.items()
        for name in names
    }
    assert named == {
        "workshops.Activity.groups",
        "lvt.UseCase.authors",
        "lvt.ScoringRound.sides",
        "lvt.ScoringRound.roles",
    }
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if not hasattr(model, "history_id") and hasattr(model, "activity")
        for field in model._meta.concrete_fields
        if isinstance(field, models.JSONField)
    }
    assert fields - named == {"workshops.Answer.choices", "lvt.UseCase.merged_from"}


@pytest.mark.parametrize(
    ("value", "merged"),
    [
        ([["a", "b"], ["c"]], [["a", "k"], ["c"]]),
        ([["b", "k"], ["c"]], [["k"], ["c"]]),
        ([["b"], ["k", "c"]], [["k", "c"]]),
        (["b", "a"], ["k", "a"]),
        ([], []),
        ({"b": "it", "a": "business"}, {"k": "it", "a": "business"}),
        ({"b": "it", "k": "business"}, {"k": "business"}),
        ({}, {}),
    ],
)
def test_lists_name_one_person_once(value, merged):
    assert renamed(value, "b", "k") == merged
