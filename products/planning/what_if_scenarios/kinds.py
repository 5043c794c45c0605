"""Scenarios: what-ifs that someone named."""

from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, check_visible
from products.models import Scenario


class ScenarioKind(ArtifactKind[Scenario]):
    """Its changes are those on the page of the what-if when it was named, and stay."""

    model = Scenario
    path = "discovery"
    comes_back = False
    extra_file_fields = ("changes",)
    page = "products:scenarios"
    layout = Layout("name", Lines("reason", 3))
    help_texts = {"reason": gettext_lazy("Or what would have to be true for this to work.")}

    def check(self, draft: Scenario, before: Scenario | None) -> None:
        check_visible(draft.name, "name")
        if not draft.changes:
            raise Invalid(_("No changes yet. Change something first."))


SCENARIO = ScenarioKind()
