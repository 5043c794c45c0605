"""Rows and choices that people pass to commands by name."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.management.base import CommandError

from discovery.models import Discovery
from organizations.models import Organization

T = TypeVar("T")


def discovery_with(slug: str) -> Discovery:
    """The discovery with this slug, and its domain. Raises CommandError, which names those that there are."""
    discovery = Discovery.objects.select_related("domain__organization").filter(slug=slug).first()
    if discovery is None:
        slugs = Discovery.objects.order_by("slug").values_list("slug", flat=True)
        raise CommandError(f"Discovery {slug!r} not found. {choices(slugs)}")
    return discovery


def organization_with(slug: str) -> Organization:
    """The organization with this slug. Raises CommandError, which names those that there are."""
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        slugs = Organization.objects.order_by("slug").values_list("slug", flat=True)
        raise CommandError(f"Organization {slug!r} not found. {choices(slugs)}")
    return organization


def one_named(rows: Iterable[T], name: str, what: str) -> T:
    """The row of this name, in whatever case it is written; `what` is one called: "use case". Raises
    CommandError for a name that no row has, or several have."""
    every = list(rows)
    matching = [row for row in every if _name(row).casefold() == name.strip().casefold()]
    if not matching:
        raise CommandError(f"{what.capitalize()} {name!r} not found. {choices(map(_name, every))}")
    if len(matching) > 1:
        raise CommandError(f"There are {len(matching)} {what}s {name!r}. Rename one of them first.")
    return matching[0]


def check_choice(name: str, options: Iterable[str], what: str) -> None:
    """Raises CommandError for a name that is not offered; `what` is one called: "format"."""
    names = list(options)
    if name not in names:
        raise CommandError(f"{what.capitalize()} {name!r} not found. Choose one of: {', '.join(names)}.")


def choices(names: Iterable[str]) -> str:
    """The names as a sentence for someone who gave another one."""
    text = ", ".join(repr(name) for name in names)
    return f"Choose one of: {text}." if text else "There are none yet."


def _name(row: object) -> str:
    return str(getattr(row, "name", row))
