"""Names in addresses."""

from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from core.models import Artifact
from core.services import artifacts

N = TypeVar("N", bound=Artifact)

# Words that addresses use themselves.
_RESERVED = frozenset({"new"})
_ATTEMPTS = 5


def add_named(model: type[N], name: str, *, scope: dict[str, Any] | None = None, **fields: Any) -> N:
    """A new row of `model` with this name and a slug that is free within `scope`, whose fields it has, too.
    Of two who take the same at the same moment, the second gets the next one."""
    scope = scope or {}
    for _attempt in range(_ATTEMPTS - 1):
        slug = free_slug(model, name, **scope)
        try:
            with transaction.atomic():
                return artifacts.add(model, name=name, slug=slug, **scope, **fields)
        except IntegrityError:
            if not model.everything.filter(slug=slug, **scope).exists():
                raise
    return artifacts.add(model, name=name, slug=free_slug(model, name, **scope), **scope, **fields)


def free_slug(model: type[Any], name: str, **scope: Any) -> str:
    """A slug made of `name` that no other row of `model` within `scope` has, trash included: an address never
    comes to mean something else."""
    longest = model._meta.get_field("slug").max_length or 50
    base = slugify(name)[: longest - 6].strip("-") or model._meta.model_name or "item"
    others = (
        set(model.everything.filter(slug__startswith=base, **scope).values_list("slug", flat=True))
        | _RESERVED
    )
    if base not in others:
        return base
    number = 2
    while f"{base}-{number}" in others:
        number += 1
    return f"{base}-{number}"
