"""Spotlights in the pseudo-language: each of their texts is one of those that catalogs must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from discovery.models import Discovery
from tests.demo import loaded
from tests.pseudo import LANGUAGE, Pseudo
from workshops.demo import SLUG
from workshops.registries import Spotlight, spotlights

GAP = re.compile(r"%\(\w+\)[sd]")
"""What a text leaves open: one that has nothing else is the same in every language."""

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield Discovery.objects.get(slug=SLUG)


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("spotlight", spotlights, ids=lambda each: each.key)
def test_each_text_of_a_spotlight_is_known(
    demo: Discovery, language: Pseudo, listed: set[tuple[str, str]], spotlight: Spotlight
) -> None:
    with translation.override(LANGUAGE):
        for uuid, _label in spotlight.choices(demo):
            context = spotlight.context(demo, uuid)
            assert context is not None
            render_to_string(spotlight.template, {**context, "audience": "stage", "discovery": demo})
    unknown = sorted(text for text in language.asked - listed if re.search(r"[^\W\d_]", GAP.sub("", text[1])))
    assert not unknown, f"config/room_texts.py doesn't reach these: {unknown}"
