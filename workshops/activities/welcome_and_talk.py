"""Kinds of activity that belong to no stream: welcoming people, and talking."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from workshops.activity_kind import LONGEST_TITLE, ActivityKind, StageQuestion
from workshops.joining import invitation
from workshops.models import Activity
from workshops.room.presentation.forms import ShownSettings
from workshops.room.presentation.selectors import ready_to_show


class Welcome(ActivityKind):
    """People come in: the stage shows how, and everyone sees who is here."""

    key = "welcome"
    label = _("Welcome")
    description = _("People join by code or QR and see who else is in the room.")
    icon = "people"
    group = "arriving"
    default_minutes = 5
    template_dir = "workshops/activities/welcome"
    no_effort = "People arrive."
    material = _("Stage with the code, phones")

    def stage(self, activity: Activity) -> dict[str, Any]:
        return {"invitation": invitation.of(activity.track.workshop)}


class Talk(ActivityKind):
    """A conversation or an input: instructions, the timer, and a button for people who are done."""

    key = "talk"
    label = _("Talk")
    description = _("A conversation or an input: instructions and the timer on every screen.")
    icon = "chat"
    group = "talking"
    default_minutes = 10
    template_dir = "workshops/activities/talk"
    no_effort = "People talk."
    material = _("Stage")
    settings_form = ShownSettings
    asks_always = True
    has_done_button = True

    def asks(self, activity: Activity) -> StageQuestion:
        """Ask what the facilitator wrote, if that is as short as a title."""
        instructions = "" if self.is_settled(activity) else activity.instructions.strip()
        is_title = 0 < len(instructions) <= LONGEST_TITLE and "\n" not in instructions
        return StageQuestion(instructions if is_title else activity.title)

    def console(self, activity: Activity) -> dict[str, Any]:
        return {"ready": ready_to_show(activity)}
