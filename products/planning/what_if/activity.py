"""The what-if of a room on every screen: both worlds, drawn again with each change on its page."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from core.labels import listed
from discovery import spotlight_headlines
from discovery.models import Discovery
from lvt.rounds.selectors import current_results
from products.models import ShownWhatIf
from products.planning.what_if.forms import asked_by, words_by
from products.planning.what_if_scenarios.selectors import places_chart
from products.services.what_if_broadcast import SPOTLIGHT
from workshops.models import WorkshopState
from workshops.registries import Spotlight, spotlights

# So many use cases are drawn large enough beside the figures.
_MOST_PLACES = 6


def register_own() -> None:
    """Register it."""
    spotlights.register(
        Spotlight(
            SPOTLIGHT,
            gettext_lazy("What if?"),
            97,
            "products/spotlights/what_if.html",
            _choices,
            _context,
        )
    )


def _choices(discovery: Discovery) -> list[tuple[str, str]]:
    """The what-ifs that rooms had on their screens. None while scores are hidden: they decide what is
    drawn."""
    if current_results(discovery) is None:
        return []
    rows = ShownWhatIf.objects.filter(room__discovery=discovery, room__state=WorkshopState.LIVE)
    return [
        (str(each.room.uuid), listed([*words_by(each.changes, discovery)]) or _("No changes yet"))
        for each in rows.select_related("room")
    ]


def _context(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    row = ShownWhatIf.objects.filter(room__discovery=discovery, room__uuid=uuid).first()
    what_if = None if row is None else asked_by(row.changes, discovery)
    if what_if is None:
        return None
    left_out = max(0, len(what_if.rows) - _MOST_PLACES)
    changes = len(what_if.words)
    headline = spotlight_headlines.what_if(
        changes=changes, enter=len(what_if.enters), leave=len(what_if.leaves)
    )
    return {
        "asked": what_if,
        "headline": headline if what_if.is_proven or not changes else "",
        "chart": places_chart(what_if, _MOST_PLACES, is_wide=True),
        "more": left_out,
    }
