"""Governing bodies."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.exceptions import Invalid
from discovery.kinds.base import ArtifactKind
from discovery.kinds.layout import Layout, Lines, Radios
from operating_model.models import Body


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


BODY = BodyKind()
