"""The agendas that fit a discovery as it is now, and what people read about an agenda before choosing it."""

from django.utils.translation import gettext as _

from discovery.discoveries.selectors import checkpoints_of, standing_of
from discovery.models import Discovery
from workshops.agenda.file_format import PlannedActivity
from workshops.agenda.next_agendas import FITS, DiscoveryProgress, Fitting, fitting
from workshops.agenda.timeline.strip import Strip, strip_of
from workshops.agenda.workshop_templates import TEMPLATES, WorkshopTemplate
from workshops.models import Activity, WorkshopState
from workshops.registries import activity_kinds


def picture_of(activities: tuple[PlannedActivity, ...]) -> Strip:
    """The picture of an agenda: its activities one after another."""
    groups = {kind.key: kind.group for kind in activity_kinds}
    return strip_of((each.minutes, groups.get(each.kind, ""), "") for each in activities)


def fitting_agendas(discovery: Discovery) -> list[tuple[WorkshopTemplate, str]]:
    """The shipped agendas that fit best, each with the reason in words."""
    return [
        (TEMPLATES[each.agenda], _reason(discovery, each))
        for each in fitting(_progress(discovery), agendas=TEMPLATES)
    ]


def _reason(discovery: Discovery, fit: Fitting) -> str:
    if not fit.because:
        return _("Fits at any time.")
    return str(standing_of(discovery, fit.because).missing)


def _progress(discovery: Discovery) -> DiscoveryProgress:
    keys = checkpoints_of(discovery).intersection(key for fit in FITS for key in (*fit.works_on, *fit.needs))
    standings = {key: standing_of(discovery, key) for key in keys}
    return DiscoveryProgress(
        keys,
        frozenset(key for key, each in standings.items() if each.summary),
        frozenset(key for key, each in standings.items() if each.is_complete),
        *_agendas_of_workshops(discovery),
    )


def _agendas_of_workshops(discovery: Discovery) -> tuple[frozenset[str], frozenset[str]]:
    """The shipped agendas of workshops that are still to come, and of those that ended: a workshop has one as
    long as its activities are of the same kinds in the same order."""
    rows = Activity.objects.filter(track__workshop__discovery=discovery, track__breakout=None)
    ordered = rows.order_by("track__workshop", "position", "pk")
    kinds: dict[tuple[int, str], list[str]] = {}
    for workshop, state, kind in ordered.values_list("track__workshop", "track__workshop__state", "kind"):
        kinds.setdefault((workshop, state), []).append(kind)
    by_kinds = {tuple(each.kind for each in template.activities): key for key, template in TEMPLATES.items()}
    agendas = [(state, by_kinds.get(tuple(row), "")) for (_pk, state), row in kinds.items()]
    ended = frozenset(key for state, key in agendas if state == WorkshopState.ENDED and key)
    return frozenset(key for state, key in agendas if state != WorkshopState.ENDED and key), ended
