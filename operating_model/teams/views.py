"""Teams today and tomorrow, side by side. Teams are the organization's: its facilitators change them."""

from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.models import Artifact
from discovery.models import Discovery
from discovery.web.single_part_pages import OnPartPage, PartPage
from operating_model.teams.selectors import team_picture, teams_around
from operating_model.views.page_access import viewer
from organizations import permissions
from organizations.kinds.teams import TEAM, TEAM_MEMBER
from organizations.models import Organization, Team, TeamMembership
from organizations.people_and_teams.forms import TeamMemberForm
from organizations.web import Request, find
from organizations.web.page_scopes import View

M = TypeVar("M", bound=Artifact)


def _teams(request: Request, discovery: Discovery) -> dict[str, Any]:
    organization = discovery.domain.organization
    return {
        "organization": organization,
        "picture": team_picture(discovery),
        "editing": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }


TEAMS = PartPage("teams", "operating_model:teams", "operating_model/teams/list.html", _teams)
teams = viewer(require_safe(TEAMS.show))


class OfOrganization(OnPartPage[M]):
    """Artifacts of the organization that its facilitators change on a page of the discovery."""

    def access(self, view: View) -> View:
        return viewer(view)

    def scope(self, discovery: Discovery) -> Organization:
        return discovery.domain.organization


class TeamPart(OfOrganization[M]):
    """Artifacts that are edited on the page of teams."""

    on = TEAMS


class TeamPages(TeamPart[Team]):
    """Forms of a team, on the page of teams."""

    kind = TEAM
    add_title = gettext_lazy("Add a team")

    def draft(self, request: Request, discovery: Discovery, *names: UUID) -> Team:
        return Team(organization=self.scope(discovery), domain=discovery.domain)

    def artifact(self, discovery: Discovery, *names: UUID) -> Team:
        return find(teams_around(discovery).select_related("domain", "organization"), uuid=names[0])


class TeamMemberPages(TeamPart[TeamMembership]):
    """Forms of a person's place in a team."""

    kind = TEAM_MEMBER
    form = TeamMemberForm
    add_title = gettext_lazy("Add a person to %(name)s")
    edit_title = gettext_lazy("%(name)s")
    added = gettext_lazy("Added to the team")
    deleted = gettext_lazy("Removed from the team")

    def slot(self, artifact: TeamMembership) -> str:
        return f"slot-{artifact.team.uuid}"

    def add_slot(self, draft: TeamMembership) -> str:
        return self.slot(draft)


TEAM_PAGES, TEAM_MEMBER_PAGES = TeamPages(), TeamMemberPages()
