"""Teams of an organization, as they are today and as they are to be tomorrow."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, Lines
from discovery.models import Team
from discovery.selectors.namesakes import name_taken, namesake


class OrganizationTeamKind(ArtifactKind[Team]):
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
    help_texts = {"responsibilities_tomorrow": gettext_lazy("Empty for the same as today.")}
    empty = {"domain": gettext_lazy("All domains")}
    goes_with_it = ("memberships",)
    looks_at_siblings = True

    def check(self, draft: Team, before: Team | None) -> None:
        if namesake(draft, before):
            raise Invalid(name_taken(draft.name), "name")
        if not draft.is_today and not draft.is_tomorrow:
            raise Invalid(_("Choose today, tomorrow or both. What is over can be deleted."), "is_tomorrow")


TEAM = OrganizationTeamKind()
