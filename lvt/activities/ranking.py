"""Looking at the ranking: what the discovery's revealed rounds say, as a table, by side, and over the
rounds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from discovery.models import Activity
from discovery.registries import ActivityKind
from lvt.selectors import rounds as selectors


class Ranking(ActivityKind):
    """Shows the current results of the discovery, wherever they were scored."""

    key = "ranking"
    label = _("Look at the ranking")
    description = _("What the scores say: the ranking, business beside IT, and where people disagree.")
    icon = "table"
    default_minutes = 20
    template_dir = "lvt/activities/ranking"

    def console(self, activity: Activity) -> dict[str, Any]:
        discovery = activity.track.workshop.discovery
        return {
            **self.room(activity),
            "workshop": activity.track.workshop,
            "discovery": discovery,
            "comparison": selectors.compared(selectors.revealed_rounds(discovery)),
        }

    def room(self, activity: Activity) -> dict[str, Any]:
        return {
            "activity": activity,
            "results": selectors.current_results(activity.track.workshop.discovery),
        }

    def stage(self, activity: Activity) -> dict[str, Any]:
        return self.room(activity)
