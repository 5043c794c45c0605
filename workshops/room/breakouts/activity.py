"""Parallel streams: everyone goes into one of several rooms, each with its own agenda, cursor and timer."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _now, gettext_lazy as _

from core.labels import Text
from organizations.actors import Actor
from workshops import permissions
from workshops.activity_kind import ActivityKind, Way
from workshops.forms.activity_settings import SettingsForm
from workshops.models import Activity
from workshops.room.breakouts import services as breakouts
from workshops.room.breakouts.selectors import CHOOSE, assignment_of, rooms_of
from workshops.selectors.person_places import BREAKOUT


class BreakoutSettings(SettingsForm):
    """Settings of a breakout: the rule by which people get into the rooms."""

    assignment = forms.ChoiceField(
        label=_("Room assignment"),
        choices=[
            ("balance", _("Evenly, with every side in every room")),
            ("side", _("By side: business, IT and others each stay together")),
            ("hand", _("I assign people to rooms")),
            ("choose", _("People choose their room")),
        ],
        widget=forms.RadioSelect,
        initial="balance",
    )


class Breakout(ActivityKind):
    """The rooms are tracks under this activity (breakouts.services); arriving here opens them, moving on
    closes them."""

    key = BREAKOUT
    label = _("Breakout rooms")
    description = _("Parallel rooms, such as one per stream, each with its own agenda and facilitator.")
    icon = "share"
    group = "writing"
    default_minutes = 40
    template_dir = "workshops/activities/breakout"
    no_effort = "The agendas of its rooms have minutes of their own."
    material = _("A place and a screen for each room, phones")
    settings_form = BreakoutSettings
    has_mine = True
    is_counted = False
    may_be_cut = False

    def unready(self, activity: Activity) -> Text:
        rooms = list(activity.rooms.all())
        if not rooms:
            return _("It has no rooms yet.")
        empty = next((room for room in rooms if not room.activities.exists()), None)
        return "" if empty is None else _now("The agenda of “%(room)s” is empty.") % {"room": empty.name}

    def way_to_ready(self, activity: Activity) -> Way:
        workshop = activity.track.workshop
        address = [workshop.discovery.slug, workshop.uuid, activity.uuid]
        return Way(_("Rooms and their agendas"), reverse("discovery:breakout_rooms", args=address))

    def console(self, activity: Activity) -> dict[str, Any]:
        return {**self.stage(activity), "assignment": assignment_of(activity)}

    def room(self, activity: Activity) -> dict[str, Any]:
        return {"is_gathered": activity.track.workshop.is_gathered}

    def stage(self, activity: Activity) -> dict[str, Any]:
        return {"breakout": rooms_of(activity), "is_gathered": activity.track.workshop.is_gathered}

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        participant = permissions.check_take_part(actor, activity.track.workshop)
        breakout = rooms_of(activity)
        own = next((room for room in breakout.rooms if room.track.pk == participant.track_id), None)
        return {
            "breakout": breakout,
            "own_room": own,
            "may_choose": assignment_of(activity) == CHOOSE,
            "is_gathered": activity.track.workshop.is_gathered,
        }

    def on_add(self, activity: Activity, actor: Actor) -> None:
        breakouts.add_default_rooms(activity, actor)

    def on_start(self, activity: Activity, actor: Actor) -> None:
        breakouts.open_rooms(activity, actor)

    def on_leave(self, activity: Activity, actor: Actor) -> None:
        breakouts.close_rooms(activity, actor)
