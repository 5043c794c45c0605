"""A filter behind a path through something that may be None is handed "" by Django, or None within a tag: no
filter of ours may fail on either, or say anything of it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates

_NOTHING = ("", None)


def _filters() -> Iterator[tuple[str, Callable[..., Any]]]:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    for library, module in engine.engine.libraries.items():
        where = import_module(module)
        if (settings.BASE_DIR / module.replace(".", "/")).with_suffix(".py").is_file():
            for name, function in where.register.filters.items():
                yield f"{library}.{name}", function


_OURS = dict(_filters())


def test_filters_are_found() -> None:
    assert {
        "number_filters.score",
        "number_filters.gain",
        "use_cases.place_of",
        "assessment_numbers.mark",
    } <= set(_OURS)


@pytest.mark.parametrize("name", sorted(_OURS))
def test_nothing_is_shown_as_nothing(name: str) -> None:
    function = inspect.unwrap(_OURS[name])
    parameters = len(inspect.signature(function).parameters)
    for values in product(_NOTHING, repeat=parameters):
        shown = function(*values)
        assert shown is None or len(shown) == 0, f"{name}{values} gives {shown!r}"
