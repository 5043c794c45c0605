"""Spotlights of the process itself: the result of an activity, a group of notes, decisions."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from discovery import process_drawing, spotlight_headlines, stage_process_drawing
from discovery.models import Discovery, PhaseKind, StreamKind
from workshops.activities.discovery_spotlights import (
    BELOW_HEADLINE,
    PICTURE,
    any_of,
    each_of,
    first_lines,
    picture,
    whole,
)
from workshops.models import Activity, Decision, NoteGroup, Workshop
from workshops.registries import Spotlight, activity_kinds, spotlights

_DIAMONDS = gettext_lazy("The double diamond")
_STREAMS = gettext_lazy("The three streams")
_MOST_DECISIONS = 12
"""So many are read from the last row."""


def register_own() -> None:
    """Register them."""
    spotlights.register(
        Spotlight(
            "result",
            gettext_lazy("Results of an activity"),
            10,
            "workshops/spotlights/result.html",
            _results,
            _result,
            of_workshop=_result_of,
        ),
        Spotlight(
            "note_group",
            gettext_lazy("Groups of notes"),
            20,
            "workshops/spotlights/note_group.html",
            _groups,
            _group,
            of_workshop=_groups_of,
        ),
        each_of(
            "decision",
            gettext_lazy("Decisions"),
            30,
            "workshops/spotlights/decision.html",
            rows=lambda discovery: Decision.objects.filter(discovery=discovery),
            context=lambda _discovery, decision: {"decision": decision},
            of_workshop=_decisions_of,
        ),
        whole(
            "decisions",
            gettext_lazy("All decisions"),
            32,
            "workshops/spotlights/decisions.html",
            is_there=any_of(Decision),
            context=_all_decisions,
        ),
        whole(
            "diamonds",
            _DIAMONDS,
            902,
            PICTURE,
            is_there=lambda _discovery: True,
            context=_diamonds,
        ),
        whole(
            "streams",
            _STREAMS,
            904,
            PICTURE,
            is_there=lambda _discovery: True,
            context=_streams,
        ),
    )


# --- What came out of a workshop ------------------------------------------------------------------


def _result_of(workshop: Workshop) -> dict[str, int | None]:
    return _by_uuid(Activity.objects.filter(track__workshop=workshop), "pk")


def _groups_of(workshop: Workshop) -> dict[str, int | None]:
    return _by_uuid(NoteGroup.objects.filter(activity__track__workshop=workshop), "activity")


def _decisions_of(workshop: Workshop) -> dict[str, int | None]:
    of_workshop = Q(workshop=workshop) | Q(activity__track__workshop=workshop)
    return _by_uuid(Decision.objects.filter(of_workshop), "activity")


def _by_uuid(rows: QuerySet[Any], activity: str) -> dict[str, int | None]:
    return {str(uuid): pk for uuid, pk in rows.values_list("uuid", activity)}


def _came_out(activity: Activity) -> dict[str, Any] | None:
    """The results of an activity that everyone may see; None while they are hidden, or without any."""
    if activity.kind not in activity_kinds:
        return None
    return activity_kinds.get(activity.kind).results(activity)


# --- What came out of an activity -----------------------------------------------------------------


def _results(discovery: Discovery) -> list[tuple[str, str]]:
    activities = Activity.objects.filter(track__workshop__discovery=discovery, started_at__isnull=False)
    return [
        (str(each.uuid), f"{each.title} ({each.track.workshop})")
        for each in activities.select_related("track__workshop").order_by("-started_at", "-pk")
        if _came_out(each) is not None
    ]


def _result(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    activity = (
        Activity.objects.filter(uuid=uuid, track__workshop__discovery=discovery)
        .select_related("track__workshop")
        .first()
    )
    results = _came_out(activity) if activity else None
    if activity is None or results is None:
        return None
    kind = activity_kinds.get(activity.kind)
    message = kind.message(results)
    return {
        **results,
        "activity": activity,
        "name": activity.title if message else _("Result"),
        "headline": message or activity.title,
        "has_message": bool(message),
        "results_template": f"{kind.template_dir}/results.html",
    }


# --- Groups of notes ------------------------------------------------------------------------------


def _groups(discovery: Discovery) -> list[tuple[str, str]]:
    groups = NoteGroup.objects.filter(activity__track__workshop__discovery=discovery)
    by_activity: dict[int, bool] = {}
    choices = []
    for group in groups.select_related("activity__track__workshop").order_by("-activity", "position", "pk"):
        if by_activity.setdefault(group.activity_id, _came_out(group.activity) is not None):
            choices.append(
                (str(group.uuid), f"{group.name or _('A group without a name')} ({group.activity})")
            )
    return choices


def _group(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    group = (
        NoteGroup.objects.filter(uuid=uuid, activity__track__workshop__discovery=discovery)
        .select_related("activity__track__workshop")
        .first()
    )
    if group is None or _came_out(group.activity) is None:
        return None
    return {"group": group, "notes": list(group.notes.all())}


# --- Decisions ------------------------------------------------------------------------------------


def _all_decisions(discovery: Discovery) -> dict[str, Any] | None:
    decisions = list(Decision.objects.filter(discovery=discovery))
    if not decisions:
        return None
    unsigned = sum(not each.decided_by for each in decisions)
    has_deciders = unsigned < len(decisions)
    headline = spotlight_headlines.decisions(
        count=len(decisions), unsigned=unsigned, latest=max(each.decided_on for each in decisions)
    )
    return {
        "headline": headline,
        "has_deciders": has_deciders,
        **first_lines("decisions", decisions, most=_MOST_DECISIONS),
    }


# --- The process itself ---------------------------------------------------------------------------


def _diamonds(discovery: Discovery) -> dict[str, Any] | None:
    drawing = picture(
        discovery,
        "diamonds",
        stage_process_drawing.diamonds_source(shape=BELOW_HEADLINE),
        title=process_drawing.diamonds_title(),
        description=process_drawing.diamonds_description(),
    )
    return {"picture": drawing["picture"], "title": _DIAMONDS, "headline": _("First why and what, then how")}


def _streams(discovery: Discovery) -> dict[str, Any] | None:
    drawing = picture(
        discovery,
        "streams",
        stage_process_drawing.streams_source(StreamKind.choices, PhaseKind.choices, shape=BELOW_HEADLINE),
        title=process_drawing.streams_title(),
        description=process_drawing.streams_description(StreamKind.choices),
    )
    headline = _("Three streams turn the first use cases into a plan")
    return {"picture": drawing["picture"], "title": _("The discovery process"), "headline": headline}
