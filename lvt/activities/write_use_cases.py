"""Writing use cases together: everybody writes cards on their own device, and the wall shows all of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from discovery.models import Activity, Participant
from discovery.registries import ActivityKind, Progress
from lvt.forms.room_cards import RoomCardForm
from lvt.models import UseCase
from lvt.selectors import room_cards as selectors


class WriteUseCases(ActivityKind):
    """The cards on the wall are keyed items: a changed card sends that card, not the wall."""

    key = "write_use_cases"
    label = _("Write use cases")
    description = _("Everybody writes cards on the template: we believe that … will help achieving …")
    icon = "edit"
    default_minutes = 15
    template_dir = "lvt/activities/write_use_cases"
    has_mine = True
    has_done_button = True

    def console(self, activity: Activity) -> dict[str, Any]:
        return {**self.room(activity), "loose_ends": selectors.loose_ends_on_wall(activity)}

    def room(self, activity: Activity) -> dict[str, Any]:
        return {"already_there": selectors.already_there(activity)}

    def stage(self, activity: Activity) -> dict[str, Any]:
        return self.room(activity)

    def mine(self, activity: Activity, participant: Participant) -> dict[str, Any]:
        return {
            "form": RoomCardForm(discovery=activity.track.workshop.discovery),
            "cards": selectors.own_cards(activity, participant),
        }

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        pressed = super().progress(activity, expected)
        written = Counter(selectors.authors_on_wall(activity))
        return Progress(
            done=pressed.done,
            of=pressed.of,
            partial={
                uuid: ngettext("%(count)s card", "%(count)s cards", count) % {"count": count}
                for uuid, count in written.items()
            },
        )

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        return [(str(card.uuid), _drawn(card, audience)) for card in selectors.wall(activity)]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        card = selectors.wall(activity).filter(uuid=key).first()
        return None if card is None else _drawn(card, audience)


def _drawn(card: UseCase, audience: str) -> SafeString:
    return render_to_string(f"{WriteUseCases.template_dir}/card.html", {"card": card, "audience": audience})
