"""Who is who in an organization: one page with people, teams and roles, and the forms in its dialogs."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from discovery import permissions
from discovery.forms.people import AllocationForm, PersonForm, TeamMemberForm
from discovery.kinds.layout import Layout, Lines
from discovery.kinds.roles import ROLE
from discovery.kinds.teams import TEAM
from discovery.models import Organization, Person, Role, RoleAllocation, Team, TeamMembership
from discovery.selectors import people as selectors
from discovery.selectors.names import perhaps_same_rows
from discovery.services import people as services
from discovery.views.organizations import organization_url
from discovery.web import access
from discovery.web.form_pages import done, form_methods, form_view, posted
from discovery.web.kind_pages import OrganizationDialog
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request

M = TypeVar("M", Role, Team)


@access.organization("member")
@require_safe
def people(request: Request, organization: Organization) -> HttpResponse:
    people = list(selectors.people_of(organization))
    alike = perhaps_same_rows(people)
    context = {
        "organization": organization,
        "people": [(person, alike.get(person.pk, ())) for person in people],
        "teams": selectors.teams_of(organization),
        "roles": selectors.roles_of(organization),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "discovery/people.html", context)


def _back(organization: Organization, part: str) -> str:
    return f"{organization_url(organization, 'people')}#{part}"


class PeoplePages(OrganizationDialog[M]):
    def back(self, organization: Organization, artifact: M) -> str:
        return _back(organization, self.kind.nouns)


# --- People ---------------------------------------------------------------------------------------


@access.organization("facilitator")
@form_methods
def person_add(request: Request, organization: Organization) -> HttpResponse:
    form = PersonForm(posted(request), organization=organization)
    return form_view(
        request,
        form,
        lambda: services.add_person(actor=request.actor, organization=organization, **form.values()),
        message=_("Person added."),
        title=_("Add a person"),
        save_label=_("Add the person"),
        back=_back(organization, "people"),
        organization=organization,
    )


@access.organization("facilitator")
@form_methods
def person_edit(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    person = find(Person.objects.all(), organization=organization, uuid=uuid)
    form = PersonForm(posted(request), instance=person, organization=organization)
    return form_view(
        request,
        form,
        lambda: services.change_person(
            actor=request.actor, person=person, revision=form.seen, **form.values()
        ),
        message=_("Saved."),
        title=_("Edit the person"),
        back=_back(organization, "people"),
        organization=organization,
    )


@access.organization("facilitator")
@require_POST
def person_delete(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    person = find(Person.objects.all(), organization=organization, uuid=uuid)
    deleted = services.delete_person(actor=request.actor, person=person)
    return done(request, _back(organization, "people"), _("Person deleted."), undoes=deleted)


# --- Teams ----------------------------------------------------------------------------------------


class TeamPages(PeoplePages[Team]):
    """Teams as they are today; what is to be tomorrow is asked on the page of the discovery."""

    kind = TEAM
    layout = Layout("name", "domain", Lines("responsibilities", 3))
    add_title = gettext_lazy("Add a team")
    add_label = gettext_lazy("Add the team")
    edit_title = gettext_lazy("Edit the team")
    added = gettext_lazy("Team added.")
    deleted = gettext_lazy("Team deleted.")


TEAM_PAGES = TeamPages()


@access.organization("facilitator")
@form_methods
def team_member_add(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    team = find(Team.objects.all(), organization=organization, uuid=uuid)
    form = TeamMemberForm(posted(request), team=team)
    return form_view(
        request,
        form,
        lambda: services.add_to_team(actor=request.actor, team=team, **form.values()),
        message=_("Person added to the team."),
        title=_("Add somebody to %(team)s") % {"team": team},
        save_label=_("Add to the team"),
        back=_back(organization, "teams"),
        organization=organization,
    )


@access.organization("facilitator")
@require_POST
def team_member_remove(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    membership = find(TeamMembership.objects.all(), team__organization=organization, uuid=uuid)
    removed = services.remove_from_team(actor=request.actor, membership=membership)
    return done(request, _back(organization, "teams"), _("Person taken out of the team."), undoes=removed)


# --- Roles ----------------------------------------------------------------------------------------


class RolePages(PeoplePages[Role]):
    kind = ROLE
    add_title = gettext_lazy("Add a role")
    add_label = gettext_lazy("Add the role")
    edit_title = gettext_lazy("Edit the role")
    added = gettext_lazy("Role added.")
    deleted = gettext_lazy("Role deleted.")


ROLE_PAGES = RolePages()


@access.organization("facilitator")
@form_methods
def allocation_add(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    role = find(Role.objects.all(), organization=organization, uuid=uuid)
    form = AllocationForm(posted(request), role=role)
    return form_view(
        request,
        form,
        lambda: services.allocate(actor=request.actor, role=role, **form.values()),
        message=_("Role filled."),
        title=_("Who is %(role)s?") % {"role": role},
        save_label=_("Fill the role"),
        back=_back(organization, "roles"),
        organization=organization,
    )


@access.organization("facilitator")
@require_POST
def allocation_remove(request: Request, organization: Organization, uuid: UUID) -> HttpResponse:
    allocation = find(RoleAllocation.objects.all(), role__organization=organization, uuid=uuid)
    removed = services.deallocate(actor=request.actor, allocation=allocation)
    return done(request, _back(organization, "roles"), _("Person taken out of the role."), undoes=removed)
