"""Roles, who fills them, and what is agreed with people. Roles are the organization's: its facilitators
change them; agreements belong to the discovery."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.forms.kinds import form_of
from discovery.forms.people import AllocationForm
from discovery.kinds.roles import ROLE
from discovery.models import Discovery, Organization, Person, Role, RoleAllocation
from discovery.permissions import may_edit
from discovery.selectors.operations import pulse_of
from discovery.services import kinds, people
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.kind_pages import InPlace, View
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request
from operating_model.kinds.responsibilities import AGREEMENT
from operating_model.models import Agreement
from operating_model.selectors.roles import roles_of
from operating_model.services import responsibilities
from operating_model.services.roles import add_standard_roles
from operating_model.views.common import editor, section_tabs, viewer


@viewer
@require_safe
def roles(request: Request, discovery: Discovery) -> HttpResponse:
    return _roles(request, discovery)


def _roles(request: Request, discovery: Discovery) -> HttpResponse:
    pulse = pulse_of(discovery)
    organization = discovery.domain.organization
    context = {
        "discovery": discovery,
        "organization": organization,
        "pulse": pulse,
        "roles": roles_of(discovery),
        "tabs": section_tabs(discovery, "operating_model:roles"),
        "editing": permissions.allows(permissions.check_start_discovery, request.actor, organization),
        "agreeing": may_edit(request.actor, discovery),
    }
    return page(request, "operating_model/roles/list.html", context, part="roles")


def _part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("operating_model:roles", args=[discovery.slug])
    return PagePart("roles", url, lambda: _roles(request, discovery))


@viewer
@require_POST
def role_standard(request: Request, discovery: Discovery) -> HttpResponse:
    done = add_standard_roles(actor=request.actor, organization=_organization(request, discovery))
    return _part(request, discovery).answer(request, _("Standard roles added"), undoes=done)


class RolePages(InPlace[Role]):
    kind = ROLE
    add_title = gettext_lazy("Add a role")
    edit_title = gettext_lazy("Change the role")
    added = gettext_lazy("Role added")
    deleted = gettext_lazy("Role deleted")

    def access(self, view: View) -> View:
        return viewer(view)

    def scope(self, discovery: Discovery) -> Organization:
        return discovery.domain.organization

    def part(self, request: Request, discovery: Discovery, artifact: Role) -> PagePart:
        return _part(request, discovery)


ROLE_PAGES = RolePages()


# --- Who fills them -------------------------------------------------------------------------------


@viewer
@form_methods
def allocation_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    role = _role(request, discovery, uuid)
    form = AllocationForm(posted(request), role=role, initial={"domain": discovery.domain_id, "share": 20})
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: people.allocate(actor=request.actor, role=role, **form.values()),
        part=_part(request, discovery),
        slot=f"slot-{uuid}-fill",
        title=_("Who is %(role)s?") % {"role": role.name},
        message=_("Role filled"),
    )


@viewer
@form_methods
def allocation_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    allocation = _allocation(request, discovery, uuid)
    form = AllocationForm(posted(request), instance=allocation, role=allocation.role)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: people.change_allocation(
            actor=request.actor, allocation=allocation, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery),
        slot=f"slot-{allocation.role.uuid}-fill",
        title=_("%(person)s as %(role)s") % {"person": allocation.person.name, "role": allocation.role.name},
        message=_("Saved"),
    )


@viewer
@require_POST
def allocation_remove(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    done = people.deallocate(actor=request.actor, allocation=_allocation(request, discovery, uuid))
    return _part(request, discovery).answer(request, _("Taken out of the role"), undoes=done)


# --- What is agreed with them ---------------------------------------------------------------------


@editor
@form_methods
def agreement_edit(request: Request, discovery: Discovery, person: UUID) -> HttpResponse:
    """What was agreed with the person, for the first time or again."""
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
            actor=request.actor, discovery=discovery, person=one, revision=form.seen, **form.values()
        ),
        part=_part(request, discovery),
        slot=f"slot-{person}",
        title=_("What is agreed with %(person)s") % {"person": one.name},
        message=_("Saved"),
    )


@editor
@require_POST
def agreement_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    agreement = find(Agreement.objects.select_related("person"), discovery=discovery, uuid=uuid)
    agreement.discovery = discovery
    done = kinds.delete(actor=request.actor, artifact=agreement)
    return _part(request, discovery).answer(request, _("Agreement deleted"), undoes=done)


def _organization(request: Request, discovery: Discovery) -> Organization:
    """The organization whose roles they are. Raises NotAllowed before it shows anything."""
    organization = discovery.domain.organization
    permissions.check_start_discovery(request.actor, organization)
    return organization


def _role(request: Request, discovery: Discovery, uuid: UUID) -> Role:
    organization = _organization(request, discovery)
    return find(Role.objects.select_related("organization"), organization=organization, uuid=uuid)


def _allocation(request: Request, discovery: Discovery, uuid: UUID) -> RoleAllocation:
    organization = _organization(request, discovery)
    rows = RoleAllocation.objects.filter(role__deleted_at=None)
    return find(
        rows.select_related("role__organization", "person", "domain"),
        role__organization=organization,
        uuid=uuid,
    )
