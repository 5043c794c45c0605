"""Roles of an organization, and the people who fill them."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Layout, Lines
from organizations.models import Role, RoleAllocation
from organizations.people_and_teams.kinds import CHOOSE_A_PERSON
from organizations.selectors.unique_names import name_taken, namesake


class RoleKind(ArtifactKind[Role]):
    """A role of the organization's own, or, with a `key`, one that the method knows."""

    model = Role
    extra_file_fields = ("key",)
    path = "organization"
    layout = Layout("name", Lines("responsibilities", 3), Lines("decision_rights", 3))
    looks_at_siblings = True

    def check(self, draft: Role, before: Role | None) -> None:
        if before is None and draft.key and self.siblings(draft).filter(key=draft.key).exists():
            raise Conflict(_("“%(role)s” already exists.") % {"role": draft.name})
        if namesake(draft, before):
            raise Invalid(name_taken(draft.name), "name")


class AllocationKind(ArtifactKind[RoleAllocation]):
    """Someone fills a role for one domain, or for all. Their shares may add up to more than 100: pages show
    who has too much."""

    model = RoleAllocation
    recognized_by = ("person", "domain")
    noun = "allocation"
    path = "role__organization"
    title = "person"
    layout = Layout("person", "domain", "share")
    percents = ("share",)
    empty = {"person": CHOOSE_A_PERSON, "domain": gettext_lazy("All domains")}
    looks_at_siblings = True

    def check(self, draft: RoleAllocation, before: RoleAllocation | None) -> None:
        others = self.siblings(draft).filter(person=draft.person_id, domain=draft.domain_id)
        if others.exclude(pk=draft.pk).exists():
            message = _("%(person)s already fills this role there. Change the share instead.")
            raise Conflict(message % {"person": draft.person}, "person")

    def summary(self, artifact: RoleAllocation) -> str:
        return f"{artifact.person.name}, {artifact.role.name}"


ROLE, ALLOCATION = RoleKind(), AllocationKind()
