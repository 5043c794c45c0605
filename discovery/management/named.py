"""What commands are told by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management.base import CommandError

from discovery.models import Discovery


def discovery_with(slug: str) -> Discovery:
    """The discovery with this slug, and its domain. Raises CommandError, which names those that there are."""
    discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
    if discovery is None:
        slugs = Discovery.objects.order_by("slug").values_list("slug", flat=True)
        raise CommandError(f"There is no discovery {slug!r}. {choices(slugs)}")
    return discovery


def choices(names: Iterable[str]) -> str:
    """The names as a sentence for somebody who gave another one."""
    known = ", ".join(repr(name) for name in names)
    return f"There are: {known}." if known else "There is none yet."
