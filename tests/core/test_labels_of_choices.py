"""The label of a choice is the one that Django shows (core.models.artifact)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from core.models import Artifact


def test_every_choice_has_the_label_that_django_shows() -> None:
    seen = 0
    for model in apps.get_models():
        if not issubclass(model, Artifact):
            continue
        for field in model._meta.concrete_fields:
            for choice, _label in [*field.flatchoices, ("no such choice", ""), (None, "")]:
                one = model(**{field.attname: choice}) if field.choices else None
                if one is not None:
                    shown = getattr(one, f"get_{field.name}_display")()
                    django = models.Model._get_FIELD_display  # type: ignore[attr-defined]  # not in the stubs
                    assert shown == django(one, field)
                    seen += 1
    assert seen > 100


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_label_is_in_the_language_of_the_page(language: str) -> None:
    from products.models import DataProduct

    one = DataProduct(state="live")
    with translation.override(language):
        field = DataProduct._meta.get_field("state")
        assert one.get_state_display() == str(dict(field.flatchoices)["live"])
        assert isinstance(one.get_state_display(), str)
