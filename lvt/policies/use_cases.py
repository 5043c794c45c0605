"""When a card may be written in a workshop."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.exceptions import Conflict
from workshops.models import Activity, Track
from workshops.policies import check_is_live


def check_is_current(activity: Activity) -> None:
    """The workshop is live and its room is at this activity. Raises Conflict that says what is the case."""
    # Read anew: the room may have moved since the activity was looked up.
    track = Track.objects.select_related("workshop").get(pk=activity.track_id)
    check_is_live(track.workshop)
    if track.current_id != activity.pk:
        raise Conflict(_("The room has moved on to another activity. Your facilitator can add this for you."))
