"""Preparing workshops: adding one from a template or an earlier one, changing it, deleting it."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid
from core.labels import in_language
from core.models import Operation
from core.services import artifacts, operation
from discovery import permissions, process
from discovery.models import Discovery, SittingStream
from discovery.registries import DiscoveryFollower, discovery_followers
from discovery.selectors.default_language import usual_language
from organizations.actors import Actor
from workshops import policies
from workshops.agenda.file_format import PlannedActivity, content_of
from workshops.agenda.rules import LONGEST_SLOT
from workshops.agenda.timeline import services as plans
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Activity, Track, Workshop
from workshops.permissions import check_facilitate_workshop
from workshops.workshop.models import new_code
from workshops.workshop.selectors import track_of

# 887 million codes: a second try is rare, a fifth means that something else is wrong.
CODE_ATTEMPTS = 5


def register_own() -> None:
    """Register what workshops do when discoveries are made, deleted or copied."""
    discovery_followers.register(DiscoveryFollower("workshops", _prepare, _close, _ask_watchers))


def add_workshop(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    starts_at: datetime | None = None,
    template: str | None = None,
    planned: Iterable[PlannedActivity] = (),
    purpose: str = "",
    stream: str = "",
    language: str = "",
    minutes_available: int | None = None,
    uuid: UUID | None = None,
) -> Workshop:
    """A planned workshop with one track, and the agenda of `template` (a key of TEMPLATES) in the language of
    the workshop, what is `planned`, or an empty one. Without a `stream` it belongs to that of its template,
    or to the first; without a `language` it has the usual one of the discovery.

    Activities of a kind that no installed app offers are left out. `uuid` is the one that the form chose:
    sent again, it is the same workshop. Raises NotAllowed, NotFound, and Invalid for an unknown template or
    stream or a slot (`minutes_available`) of no minutes, and SentOtherwise as artifacts.added_already.
    """
    permissions.check_facilitate(actor, discovery)
    if template and template not in TEMPLATES:
        raise Invalid(_("Template not found."))
    if template:
        stream = stream or TEMPLATES[template].stream
    stream = stream or SittingStream.ACCELERATE.value
    _check_stream(stream)
    _check_language(language)
    _check_slot(minutes_available)
    with operation(actor, "workshop.added", summary=name, place=discovery):
        fields = {
            "name": name,
            "starts_at": starts_at,
            "purpose": purpose,
            "stream": stream,
            "language": language or usual_language(discovery),
            "minutes_available": minutes_available,
        }
        planned = tuple(planned)
        agenda = template or json.dumps(content_of(planned), sort_keys=True)
        if existing := _added_already(discovery, uuid, fields, agenda):
            return existing
        workshop, track = _add(discovery, uuid, fields, agenda)
        with in_language(workshop.language):
            plans.lay_out(actor, track, TEMPLATES[template].activities if template else planned)
    return workshop


def clone_workshop(
    *,
    actor: Actor,
    source: Workshop,
    name: str,
    starts_at: datetime | None = None,
    purpose: str | None = None,
    stream: str = "",
    language: str = "",
    uuid: UUID | None = None,
) -> Workshop:
    """A planned workshop of the same discovery with the agenda of `source`; what happened there stays there.

    Without a `stream` or `language` it has that of `source`. `uuid` as in add_workshop. Raises NotAllowed,
    NotFound, Invalid for an unknown stream or language, and SentOtherwise as artifacts.added_already.
    """
    check_facilitate_workshop(actor, source)
    stream = stream or source.stream
    _check_stream(stream)
    _check_language(language)
    with operation(actor, "workshop.added", summary=name, place=source.discovery):
        fields = {
            "name": name,
            "starts_at": starts_at,
            "minutes_available": source.minutes_available,
            "purpose": source.purpose if purpose is None else purpose,
            "stream": stream,
            "language": language or source.language,
        }
        if existing := _added_already(source.discovery, uuid, fields, str(source.uuid)):
            return existing
        workshop, track = _add(source.discovery, uuid, fields, str(source.uuid))
        plans.copy_agenda(track_of(source), track)
    return workshop


def change_workshop(
    *, actor: Actor, workshop: Workshop, revision: int | None = None, **fields: Any
) -> Workshop:
    """The workshop with another `name`, `purpose`, `starts_at`, `minutes_available`, `stream` or `language`.

    Raises NotAllowed, NotFound, Invalid for an unknown stream or language, and for a slot that no workshop
    can have, Stale when someone changed it since `revision`, and TypeError for another field.
    """
    check_facilitate_workshop(actor, workshop)
    unknown = fields.keys() - {"name", "purpose", "starts_at", "minutes_available", "stream", "language"}
    if unknown:
        raise TypeError(f"change_workshop does not change {', '.join(sorted(unknown))}")
    _check_stream(fields.get("stream", workshop.stream))
    _check_language(fields.get("language", ""))
    _check_slot(fields.get("minutes_available"))
    with operation(actor, "workshop.changed", summary=fields.get("name", workshop.name), place=workshop):
        live.publish_change(workshop.pk, "cursor", "agenda")
        return artifacts.change(workshop, revision=revision, **fields)


def delete_workshop(*, actor: Actor, workshop: Workshop) -> Operation:
    """Put a workshop, its track and its agenda into the trash.

    Raises NotAllowed, NotFound, and Conflict while it is live or paused: people would be thrown out in
    mid-sentence, or find nothing to come back to.
    """
    check_facilitate_workshop(actor, workshop)
    with operation(actor, "workshop.deleted", summary=workshop.name, place=workshop.discovery) as deletion:
        live.publish_change(workshop.pk, "cursor")
        current = artifacts.locked(workshop)
        policies.check_not_under_way(current)
        tracks = list(current.tracks.all())
        activities = Activity.objects.filter(track__in=tracks)
        artifacts.trash(*activities, *tracks, current)
        live.close_streams(workshop.pk)
    return deletion


def _check_stream(stream: str) -> None:
    if stream not in SittingStream.values:
        raise Invalid(_("Unknown stream."))


def _check_slot(minutes: int | None) -> None:
    if minutes is not None and not 1 <= minutes <= LONGEST_SLOT:
        raise Invalid(_("A workshop can have 1 to 1,440 minutes."), "minutes_available")


def _check_language(language: str) -> None:
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid(_("Unknown language."))


def _added_already(
    discovery: Discovery, uuid: UUID | None, fields: Mapping[str, Any], agenda: str
) -> Workshop | None:
    """As artifacts.added_already; what the `agenda` was made from is compared, too."""
    existing = artifacts.added_already(Workshop, uuid, fields, discovery_id=discovery.pk)
    if existing is not None and track_of(existing).uuid != _track_uuid(uuid, agenda):
        artifacts.refuse_other_words(existing, existing.name)
    return existing


def _add(
    discovery: Discovery, uuid: UUID | None, fields: Mapping[str, Any], agenda: str
) -> tuple[Workshop, Track]:
    workshop = _with_free_code(discovery, uuid=uuid, **fields)
    return workshop, artifacts.add(Track, workshop=workshop, uuid=_track_uuid(uuid, agenda))


def _track_uuid(uuid: UUID | None, agenda: str) -> UUID | None:
    """The uuid of a workshop's track follows from that of its form and from the agenda that was chosen, which
    nothing else keeps: so a form that is sent again with another agenda can be told from the first."""
    return uuid and uuid5(uuid, agenda)


def _with_free_code(discovery: Discovery, **fields: Any) -> Workshop:
    for _attempt in range(CODE_ATTEMPTS):
        try:
            with transaction.atomic():
                return artifacts.add(Workshop, discovery=discovery, code=new_code(), **fields)
        except IntegrityError:
            continue  # the code is taken; no other constraint of a new workshop can fail
    raise Conflict(_("No free join code was found. Try again."))


def ask_everybody_again(workshops: Iterable[Workshop]) -> None:
    """These rooms were deleted: after the commit each of their open pages asks again, and says so."""
    for workshop in workshops:
        live.close_streams(workshop.pk)


def ask_watchers_again(workshops: Iterable[Workshop]) -> None:
    """Ask again who may watch these rooms: after the commit, open streams of their consoles, remotes and
    stages are let in again, at once instead of within the life of a stream."""
    for workshop in workshops:
        live.close_streams(workshop.pk, "console")
        live.close_streams(workshop.pk, "remote")
        live.close_streams(workshop.pk, "stage")


# --- What becomes of discoveries ------------------------------------------------------------------


def prepare(*, actor: Actor, discovery: Discovery, language: str = "", exclude: str = "") -> None:
    """Add the workshops that the process of a new discovery plans, except that with the agenda `exclude`.
    Raises NotAllowed, NotFound."""
    language = language or usual_language(discovery)
    with in_language(language):
        for sitting in process.PROCESSES[discovery.template].workshops:
            if sitting.agenda != exclude:
                add_workshop(
                    actor=actor,
                    discovery=discovery,
                    name=str(sitting.name),
                    template=sitting.agenda,
                    purpose=str(sitting.purpose),
                    language=language,
                )


def _prepare(actor: Actor, discovery: Discovery, language: str) -> None:
    prepare(actor=actor, discovery=discovery, language=language)


def _close(discoveries: QuerySet[Discovery]) -> None:
    policies.check_discoveries_may_go(discoveries)
    ask_everybody_again(Workshop.objects.filter(discovery__in=discoveries))


def _ask_watchers(discoveries: QuerySet[Discovery]) -> None:
    ask_watchers_again(Workshop.objects.filter(discovery__in=discoveries))
