"""People of an organization: one page with people, teams and roles, and the forms in its dialogs."""

from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.kinds import Layout, Lines
from organizations import permissions
from organizations.kinds.roles import ALLOCATION, ROLE
from organizations.kinds.teams import TEAM, TEAM_MEMBER
from organizations.models import Organization, Person, Role, RoleAllocation, Team, TeamMembership
from organizations.organization.views import organization_url
from organizations.people_and_teams import selectors
from organizations.people_and_teams.forms import AllocationForm, TeamMemberForm
from organizations.people_and_teams.kinds import PERSON
from organizations.selectors.similar_names import perhaps_same_rows
from organizations.web import Request, access, page
from organizations.web.kind_pages import OrganizationDialog

M = TypeVar("M", Person, Role, Team)


@access.organization("member")
@require_safe
def people(request: Request, organization: Organization) -> HttpResponse:
    """People, teams and roles of an organization, and who may be the same person."""
    people = list(selectors.people_of(organization))
    alike = perhaps_same_rows(people)
    context = {
        "organization": organization,
        "people": [(person, alike.get(person.pk, ())) for person in people],
        "teams": selectors.teams_of(organization),
        "roles": selectors.roles_of(organization),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "organizations/people.html", context)


def _back(organization: Organization, part: str) -> str:
    return f"{organization_url(organization, 'people')}#{part}"


class PeoplePages(OrganizationDialog[M]):
    """Forms of what stands on the page of people."""

    @property
    def add_url_name(self) -> str:
        """Addresses of this app have names below `discovery`."""
        return f"discovery:{self.kind.noun}_add"

    def back(self, organization: Organization, artifact: M) -> str:
        return _back(organization, self.kind.nouns)


# --- People ---------------------------------------------------------------------------------------


class PersonPages(PeoplePages[Person]):
    """Forms of a person."""

    kind = PERSON
    add_title = gettext_lazy("Add a person")
    words = ("person", "add people", "stakeholder", "expert", "contact")
    add_label = gettext_lazy("Add the person")


# --- Teams ----------------------------------------------------------------------------------------


class TeamPages(PeoplePages[Team]):
    """Teams as they are today; what is to be tomorrow is asked on the page of the discovery."""

    kind = TEAM
    layout = Layout("name", "domain", Lines("responsibilities", 3))
    add_title = gettext_lazy("Add a team")
    add_label = gettext_lazy("Add the team")


class TeamMemberPages(OrganizationDialog[TeamMembership]):
    """The form that adds someone to a team."""

    kind = TEAM_MEMBER
    form = TeamMemberForm
    layout = Layout("person")
    add_title = gettext_lazy("Add a person to %(name)s")
    add_label = gettext_lazy("Add to the team")
    added = gettext_lazy("Person added to the team.")
    deleted = gettext_lazy("Person removed from the team.")

    def back(self, organization: Organization, artifact: TeamMembership) -> str:
        return _back(organization, "teams")


# --- Roles ----------------------------------------------------------------------------------------


class RolePages(PeoplePages[Role]):
    """Forms of a role."""

    kind = ROLE
    add_title = gettext_lazy("Add a role")
    add_label = gettext_lazy("Add the role")


class AllocationPages(OrganizationDialog[RoleAllocation]):
    """The form that fills a role."""

    kind = ALLOCATION
    form = AllocationForm
    add_title = gettext_lazy("Who is %(name)s?")
    add_label = gettext_lazy("Fill the role")
    added = gettext_lazy("Role filled.")
    deleted = gettext_lazy("Person removed from the role.")

    def back(self, organization: Organization, artifact: RoleAllocation) -> str:
        return _back(organization, "roles")


PERSON_PAGES, TEAM_PAGES, TEAM_MEMBER_PAGES = PersonPages(), TeamPages(), TeamMemberPages()
ROLE_PAGES, ALLOCATION_PAGES = RolePages(), AllocationPages()
