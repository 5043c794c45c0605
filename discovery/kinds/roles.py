"""Roles of an organization."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, Lines
from discovery.models import Role
from discovery.selectors.namesakes import name_taken, namesake


class RoleKind(ArtifactKind[Role]):
    """A role of the organization's own, or, with a `key`, one that the method knows."""

    model = Role
    path = "organization"
    layout = Layout("name", Lines("responsibilities", 3), Lines("decision_rights", 3))
    goes_with_it = ("allocations",)
    looks_at_siblings = True

    def check(self, draft: Role, before: Role | None) -> None:
        if before is None and draft.key and self.siblings(draft).filter(key=draft.key).exists():
            raise Conflict(_("“%(role)s” is there already.") % {"role": draft.name})
        if namesake(draft, before):
            raise Invalid(name_taken(draft.name), "name")


ROLE = RoleKind()
