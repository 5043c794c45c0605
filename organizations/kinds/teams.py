"""Teams of an organization and the people in them, as they are today and as they are to be tomorrow."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Layout, Lines
from organizations.models import Team, TeamMembership
from organizations.people_and_teams.kinds import CHOOSE_A_PERSON
from organizations.selectors.unique_names import name_taken, namesake


class OrganizationTeamKind(ArtifactKind[Team]):
    """A team of the organization."""

    model = Team
    path = "organization"
    layout = Layout(
        "name",
        "kind",
        "domain",
        "is_today",
        Lines("responsibilities", 3),
        "is_tomorrow",
        Lines("responsibilities_tomorrow", 3),
    )
    help_texts = {"responsibilities_tomorrow": gettext_lazy("Leave empty if nothing changes.")}
    empty = {"domain": gettext_lazy("All domains")}
    looks_at_siblings = True

    def check(self, draft: Team, before: Team | None) -> None:
        if namesake(draft, before):
            raise Invalid(name_taken(draft.name), "name")
        check_time(draft)


class TeamMemberKind(ArtifactKind[TeamMembership]):
    """Someone in a team, today or tomorrow."""

    model = TeamMembership
    noun = "team_member"
    path = "team__organization"
    title = "person"
    layout = Layout("person", "is_today", "is_tomorrow")
    empty = {"person": CHOOSE_A_PERSON}
    looks_at_siblings = True

    def check(self, draft: TeamMembership, before: TeamMembership | None) -> None:
        if self.siblings(draft).filter(person=draft.person_id).exclude(pk=draft.pk).exists():
            raise Conflict(_("%(person)s is already in this team.") % {"person": draft.person}, "person")
        check_time(draft)

    def summary(self, artifact: TeamMembership) -> str:
        return f"{artifact.person.name}, {artifact.team.name}"


def check_time(draft: Team | TeamMembership) -> None:
    """Something is so today, will be tomorrow, or both. Raises Invalid."""
    if not draft.is_today and not draft.is_tomorrow:
        raise Invalid(_("Choose today, tomorrow or both. If it no longer applies, delete it."), "is_tomorrow")


TEAM, TEAM_MEMBER = OrganizationTeamKind(), TeamMemberKind()
