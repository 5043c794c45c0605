"""Names in addresses."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from discovery.models import Discovery, Domain, Organization

# Words that addresses use themselves.
_RESERVED = frozenset({"new"})


def free_slug(model: type[Organization | Domain | Discovery], name: str, **scope: Any) -> str:
    """A slug made of `name` that no other row of `model` within `scope` has, trash included: an address never
    comes to mean something else."""
    longest = model._meta.get_field("slug").max_length or 50
    base = slugify(name)[: longest - 6].strip("-") or model._meta.model_name or "item"
    taken = (
        set(model.everything.filter(slug__startswith=base, **scope).values_list("slug", flat=True))
        | _RESERVED
    )
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
