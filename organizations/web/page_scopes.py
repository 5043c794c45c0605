"""Owners of pages: an organization, or scopes that apps above it add, such as a discovery."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpResponseBase

from core.registry import Registry

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class PageScope:
    """`key` is the name of the scope's model, and of the scope in templates. `frame` is the template around
    its pages, and `writers` declares that a view is for those who write what belongs to it."""

    key: str
    frame: str
    writers: Callable[[View], View]


page_scopes: Registry[PageScope] = Registry("scopes of pages")


def name_of(scope: type[Model] | Model) -> str:
    """The key of the scope, or of all of its model."""
    return scope._meta.model_name or ""


def framed(scope: Model) -> dict[str, Any]:
    """Template variables for the frame of the scope."""
    key = name_of(scope)
    return {"frame": page_scopes.get(key).frame, key: scope}
