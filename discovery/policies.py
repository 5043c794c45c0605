"""Rules about the state of a discovery. Rights of people are in permissions.py."""

from datetime import date

from django.utils.translation import gettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import rule_of
from discovery.models import Discovery
from organizations.models import Domain

IS_THERE = gettext_lazy("The organization already has its own tree. An admin can give you access.")


def check_dates(starts_on: date | None, ends_on: date | None) -> None:
    """Raises Invalid for an end before the start."""
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(rule_of(Discovery, "discovery_ends_after_start"), "ends_on")


def check_one_of_organization(domain: Domain, exclude: Discovery | None = None) -> None:
    """An organization has only one discovery as a whole (docs/adr/0053). Raises Conflict if the domain covers
    all of it and has a discovery other than `exclude`. Call it with the organization or the domain locked.
    """
    if not domain.is_whole:
        return
    others = Discovery.objects.filter(domain=domain)
    if exclude is not None:
        others = others.exclude(pk=exclude.pk)
    if others.exists():
        raise Conflict(str(IS_THERE))
