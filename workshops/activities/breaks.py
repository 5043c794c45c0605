"""Break: a countdown, when everyone is back, and nothing to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workshops.activity_kind import ActivityKind
from workshops.models import Activity


class Break(ActivityKind):
    """The timer says when it ends; the facilitator may name a time of day instead of minutes."""

    key = "break"
    label = _("Break")
    description = _("A countdown on every screen, with the time to be back.")
    icon = "pause"
    group = "arriving"
    default_minutes = 15
    template_dir = "workshops/activities/break"
    no_effort = "People rest."
    material = _("Stage with the clock")
    is_counted = False

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        return {"ends_at": activity.track.timer_ends_at}
