"""Whether the state of a discovery allows something. Who may do it is asked in permissions.py."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from core.exceptions import Conflict
from discovery.models import Discovery
from organizations.models import Domain

IS_THERE = gettext_lazy("The organization has its own tree already. An admin can open it to you.")


def check_one_of_organization(domain: Domain, besides: Discovery | None = None) -> None:
    """An organization has one discovery of its own (docs/adr/0053). Raises Conflict where the domain stands
    for all of it and has a discovery, `besides` this one. Call it with the organization or the domain locked.
    """
    if not domain.is_whole:
        return
    others = Discovery.objects.filter(domain=domain)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Conflict(str(IS_THERE))
