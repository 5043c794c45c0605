"""The rows to which a row belongs: they follow from required and protected links of the models."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db import models

from discovery.models import Discovery

AnyModel = type[models.Model]


@cache
def paths(model: AnyModel, root: AnyModel) -> tuple[str, ...]:
    """The lookups that lead from a row to the `root` to which it belongs: one, or several of which a row has
    one. Empty if it belongs to no such thing."""
    return _paths(model, root, ())


def _paths(model: AnyModel, root: AnyModel, passed: tuple[AnyModel, ...]) -> tuple[str, ...]:
    required: list[tuple[str, ...]] = []
    optional: list[str] = []
    for field in _hanging(model):
        target = field.related_model
        if target is root:
            steps: tuple[str, ...] = (field.name,)
        elif target in passed or target is Discovery or target is model:
            continue
        else:
            steps = tuple(f"{field.name}__{rest}" for rest in _paths(target, root, (*passed, model)))
        if steps and not field.null:
            required.append(steps)
        elif steps:
            optional += steps
    # The shortest way first: what names the discovery itself belongs to that one.
    required.sort(key=lambda each: each[0].count("__"))
    return required[0] if required else tuple(optional)


def _hanging(model: AnyModel) -> Iterator[Any]:
    """The fields that name what a row cannot be without."""
    for field in model._meta.concrete_fields:
        if field.remote_field is not None and field.remote_field.on_delete in (
            models.CASCADE,
            models.PROTECT,
        ):
            yield field
