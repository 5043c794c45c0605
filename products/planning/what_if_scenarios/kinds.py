"""Scenarios: what-ifs that someone named."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from core.exceptions import Invalid
from core.kinds import ArtifactKind, Layout, Lines, OnEdit, check_visible
from products.models import Scenario
from workshops.models import Decision


class ScenarioKind(ArtifactKind[Scenario]):
    """Its changes are those on the page of the what-if when it was named, and stay."""

    model = Scenario
    path = "discovery"
    comes_back = False
    extra_file_fields = ("changes",)
    page = "products:scenarios"
    layout = Layout("name", Lines("reason", 3), OnEdit("decision"))
    help_texts = {
        "reason": gettext_lazy("Or what would have to be true for this to work."),
        "decision": gettext_lazy("The entry of the decision log that chose this scenario."),
    }
    empty = {"decision": pgettext_lazy("decision", "None")}

    def choices(self, artifact: Scenario) -> dict[str, QuerySet[Any]]:
        """The decisions of its discovery."""
        return {"decision": Decision.objects.filter(discovery=artifact.discovery)}

    def check(self, draft: Scenario, before: Scenario | None) -> None:
        check_visible(draft.name, "name")
        if not draft.changes:
            raise Invalid(_("No changes yet. Change something first."))


SCENARIO = ScenarioKind()
