"""Roles, their people and agreements. Roles are the organization's: its facilitators change them; agreements
belong to the discovery."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms import form_of
from core.models import Artifact
from core.services import kinds
from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.web.single_part_pages import PartPage
from operating_model.models import Agreement
from operating_model.responsibilities import services as responsibilities
from operating_model.responsibilities.kinds import AGREEMENT
from operating_model.roles.selectors import roles_of
from operating_model.roles.services import add_standard_roles
from operating_model.teams.views import OfOrganization
from operating_model.views.page_access import editor, viewer
from organizations import permissions
from organizations.kinds.roles import ALLOCATION, ROLE
from organizations.models import Person, Role, RoleAllocation
from organizations.people_and_teams.forms import AllocationForm
from organizations.web import Request, edit_in_place, find, form_methods, posted

M = TypeVar("M", bound=Artifact)


def _roles(request: Request, discovery: Discovery) -> dict[str, Any]:
    organization = discovery.domain.organization
    return {
        "organization": organization,
        "roles": roles_of(discovery),
        "editing": permissions.allows(permissions.check_start_discovery, request.actor, organization),
        "agreeing": may_edit(request.actor, discovery),
    }


ROLES = PartPage("roles", "operating_model:roles", "operating_model/roles/list.html", _roles)
roles = viewer(require_safe(ROLES.show))


@viewer
@require_POST
def role_standard(request: Request, discovery: Discovery) -> HttpResponse:
    """Add the roles of the method that are missing."""
    operation = add_standard_roles(actor=request.actor, organization=discovery.domain.organization)
    return ROLES.part(request, discovery).answer(request, _("Standard roles added"), undoes=operation)


class RolePart(OfOrganization[M]):
    """Artifacts that are edited on the page of roles."""

    on = ROLES


class RolePages(RolePart[Role]):
    """Forms of a role, on the page of roles."""

    kind = ROLE
    add_title = gettext_lazy("Add a role")


class AllocationPages(RolePart[RoleAllocation]):
    """People in roles, at first for the domain of the discovery."""

    kind = ALLOCATION
    form = AllocationForm
    add_title = gettext_lazy("Who is %(name)s?")
    edit_title = gettext_lazy("%(name)s")
    added = gettext_lazy("Role filled")
    deleted = gettext_lazy("Removed from the role")

    def draft(self, request: Request, discovery: Discovery, *names: UUID) -> RoleAllocation:
        draft = super().draft(request, discovery, *names)
        draft.domain, draft.share = discovery.domain, 20
        return draft

    def slot(self, artifact: RoleAllocation) -> str:
        return f"slot-{artifact.role.uuid}-fill"

    def add_slot(self, draft: RoleAllocation) -> str:
        return self.slot(draft)


ROLE_PAGES, ALLOCATION_PAGES = RolePages(), AllocationPages()


# --- Agreements -----------------------------------------------------------------------------------


@editor
@form_methods
def agreement_edit(request: Request, discovery: Discovery, person: UUID) -> HttpResponse:
    """Write the agreement with the person, for the first time or again."""
    one = find(Person.objects.filter(organization=discovery.domain.organization_id), uuid=person)
    agreement = Agreement.objects.filter(discovery=discovery, person=one).first()
    form = form_of(AGREEMENT)(
        posted(request), instance=agreement or Agreement(discovery=discovery, person=one)
    )
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: responsibilities.set_agreement(
            actor=request.actor, discovery=discovery, person=one, **form.changes()
        ),
        part=ROLES.part(request, discovery),
        slot=f"slot-{person}",
        title=_("Agreement with %(person)s") % {"person": one.name},
        message=_("Saved"),
    )


@editor
@require_POST
def agreement_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Delete the agreement with a person who takes on roles."""
    agreement = find(Agreement.objects.select_related("person"), discovery=discovery, uuid=uuid)
    operation = kinds.delete(actor=request.actor, artifact=agreement)
    return ROLES.part(request, discovery).answer(request, _("Agreement deleted"), undoes=operation)
