"""Governing bodies, and what flows between them and teams."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, Lines, Radios
from discovery.models import Team
from operating_model.models import Body, Flow

End = Body | Team
"""Where something flows from or to."""


class BodyKind(ArtifactKind[Body]):
    """What a body is for, what it may decide, and when it meets."""

    model = Body
    nouns = "bodies"
    path = "discovery"
    grouped_by = ("kind",)
    layout = Layout(
        "name",
        Radios("kind"),
        Lines("purpose"),
        Lines("inputs"),
        Lines("decision_rights"),
        "escalates_to",
        "cadence",
        "first_on",
        "at",
        "minutes",
        "timezone",
    )
    help_texts = {
        "first_on": gettext_lazy(
            "Every month, quarter and year keep its weekday and its place in the month, such as the second "
            "Tuesday."
        ),
        "at": gettext_lazy("Empty: the calendar shows a whole day."),
        "timezone": gettext_lazy("Such as Europe/Zurich."),
        "escalates_to": gettext_lazy("Who decides what it cannot."),
    }
    empty = {"escalates_to": gettext_lazy("Nowhere")}
    goes_with_it = ("members", "flows_in", "flows_out")

    def choices(self, artifact: Body) -> dict[str, QuerySet[Any]]:
        """It escalates to another body of its discovery."""
        others = Body.objects.filter(discovery=artifact.discovery).exclude(pk=artifact.pk)
        return {**super().choices(artifact), "escalates_to": others}

    def check(self, draft: Body, before: Body | None) -> None:
        if draft.timezone not in available_timezones():
            said = _("There is no such time zone. One is called Europe/Zurich.")
            raise Invalid(said, "timezone")


class FlowKind(ArtifactKind[Flow]):
    """Both ends are a body or a team. The form asks for each in one list: forms/governance.py."""

    model = Flow
    path = "discovery"
    title = "what"
    layout = Layout("from_body", "from_team", "what", "to_body", "to_team")
    help_texts = {"what": gettext_lazy("Such as: proposals, standards, what was measured.")}

    def choices(self, artifact: Flow) -> dict[str, QuerySet[Any]]:
        """The bodies of its discovery."""
        bodies = Body.objects.filter(discovery=artifact.discovery)
        return {**super().choices(artifact), "from_body": bodies, "to_body": bodies}

    def check(self, draft: Flow, before: Flow | None) -> None:
        if (draft.from_body_id, draft.from_team_id) == (draft.to_body_id, draft.to_team_id):
            raise Invalid(_("Something flows between two of them: choose another end."), "to_body")


def ends(side: str, end: End | None) -> dict[str, End | None]:
    """The fields of a flow that say where it comes `from`, or what it goes `to`."""
    is_body = isinstance(end, Body)
    return {f"{side}_body": end if is_body else None, f"{side}_team": None if is_body else end}


BODY, FLOW = BodyKind(), FlowKind()
