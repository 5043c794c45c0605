"""Reads of a discovery: what exists, what is missing, what is next, and who has access."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.labels import Text
from core.selectors.cache_until_write import cached_while_unchanged
from core.selectors.request_cache import cached_per_request
from discovery import process, registries
from discovery.checklist import CheckLine, Checklist, MissingPiece
from discovery.models import Discovery, DiscoveryAccess, Phase, Stream
from discovery.registries import Checkpoint, CheckpointStanding
from organizations.actors import Actor
from organizations.models import Membership, Organization, OrganizationRole, User
from organizations.organization.selectors import accounts_of


@dataclass(frozen=True, slots=True)
class CheckpointStep:
    """A checkpoint and how far this discovery is with it."""

    checkpoint: Checkpoint
    standing: CheckpointStanding
    is_next: bool

    @property
    def line(self) -> CheckLine:
        return line_of(self.checkpoint, self.standing, is_next=self.is_next)


def line_of(checkpoint: Checkpoint, standing: CheckpointStanding, *, is_next: bool = False) -> CheckLine:
    """The status of a checkpoint as a line of a checklist."""
    missing = () if standing.is_complete else (MissingPiece(standing.missing, standing.url),)
    return CheckLine(checkpoint.key, checkpoint.label, missing, standing.url, standing.summary, is_next)


@dataclass(frozen=True, slots=True)
class StreamView:
    """A stream on the overview, with its purpose and its steps."""

    kind: str
    name: str
    purpose: process.StreamPurpose
    steps: list[CheckpointStep]

    @property
    def lines(self) -> list[CheckLine]:
        return [step.line for step in self.steps]


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with its own steps, and those of its streams."""

    kind: str
    name: str
    purpose: Text
    steps: list[CheckpointStep]
    streams: list[StreamView]

    @property
    def all(self) -> list[CheckpointStep]:
        return [*self.steps, *(step for stream in self.streams for step in stream.steps)]

    @property
    def lines(self) -> list[CheckLine]:
        return [step.line for step in self.steps]

    @property
    def checklist(self) -> Checklist:
        return Checklist(tuple(step.line for step in self.all))


@dataclass(frozen=True, slots=True)
class Overview:
    """The process of one discovery. `next` is what follows a complete step and has not begun or is due, or
    else the first that lacks something; None when nothing does, and once a version is handed over: what
    follows is in `selectors.next_steps`."""

    phases: list[PhaseView]
    next: CheckpointStep | None


@cached_while_unchanged
def standing_of(discovery: Discovery, checkpoint: str) -> CheckpointStanding:
    """The status of the discovery's checkpoint with this key."""
    status = registries.checkpoints.get(checkpoint).standing(discovery)
    return replace(status, summary=str(status.summary), missing=str(status.missing), step=str(status.step))


@cached_while_unchanged
def _is_there(discovery: Discovery, checkpoint: str) -> bool:
    return registries.checkpoints.get(checkpoint).is_there(discovery)


def _is_called_for(standing: CheckpointStanding) -> bool:
    """Return True if the checkpoint is next once the one that it follows is complete."""
    return standing.is_due or not standing.summary


def overview(discovery: Discovery) -> Overview:
    """The phases of the discovery in order, each with its checkpoints."""
    phases = list(discovery.phases.prefetch_related(Prefetch("streams", Stream.objects.all())))
    rank = {phase.kind: number for number, phase in enumerate(phases)}
    keys = checkpoints_of(discovery)
    checkpoints = sorted(
        (each for each in registries.checkpoints if each.key in keys and _is_there(discovery, each.key)),
        key=lambda each: (rank[each.phase], each.order),
    )
    standings = {checkpoint: standing_of(discovery, checkpoint.key) for checkpoint in checkpoints}
    gaps = [each for each in checkpoints if not standings[each].is_complete]
    complete = {each.key for each in checkpoints} - {each.key for each in gaps}
    called_for = [each for each in gaps if each.follows in complete and _is_called_for(standings[each])]
    comes_first = (called_for or gaps)[:1]
    coming = [] if is_handed_over(discovery) else comes_first
    steps = [CheckpointStep(each, standings[each], each in coming) for each in checkpoints]
    upcoming = next((step for step in steps if step.is_next), None)

    def at(phase: str, stream: str = "") -> list[CheckpointStep]:
        return [step for step in steps if (step.checkpoint.phase, step.checkpoint.stream) == (phase, stream)]

    return Overview(
        [
            PhaseView(
                phase.kind,
                str(phase),
                process.PHASE_PURPOSES[phase.kind],
                at(phase.kind),
                [
                    StreamView(
                        stream.kind,
                        str(stream),
                        process.STREAM_PURPOSES[stream.kind],
                        at(phase.kind, stream.kind),
                    )
                    for stream in phase.streams.all()
                ],
            )
            for phase in phases
        ],
        upcoming,
    )


def is_handed_over(discovery: Discovery) -> bool:
    """Return True once what follows the discovery has begun."""
    return any(each.is_over(discovery) for each in registries.aftermaths)


@cached_per_request
@cached_while_unchanged
def places_of(discovery: Discovery) -> frozenset[tuple[str, str]]:
    """The phases that the discovery runs, each with "", and with each stream in it."""
    rows = Phase.objects.filter(discovery=discovery, streams__deleted_at=None)
    return frozenset(
        place
        for phase, stream in rows.values_list("kind", "streams__kind")
        for place in ((phase, ""), (phase, stream))
    )


@cached_per_request
def checkpoints_of(discovery: Discovery) -> frozenset[str]:
    """The keys of the checkpoints that the process of the discovery has."""
    places = places_of(discovery)
    return frozenset(
        each.key
        for each in registries.checkpoints
        if (each.phase, each.stream) in places and each.key not in _done_without(discovery)
    )


def asks_for(discovery: Discovery, checkpoint: str) -> bool:
    """Return True if the process of the discovery has the checkpoint; also for "", which names no
    checkpoint."""
    return checkpoint not in _done_without(discovery)


def added_parts(place: Discovery | Organization, actor: Actor, page: str) -> list[tuple[str, dict[str, Any]]]:
    """Parts that apps and features put on a page: templates with their contexts, in order."""
    on_page = (part for part in registries.added_parts if part.page == page)
    parts = sorted(on_page, key=lambda part: part.order)
    contexts = ((part.template, part.context(place, actor)) for part in parts)
    return [(template, context) for template, context in contexts if context is not None]


def steps_of(discovery: Discovery, stream: str) -> list[CheckpointStep]:
    """The checkpoints of one stream, in order, for a separate page; `is_next` is the first that lacks
    something."""
    steps: list[CheckpointStep] = []
    for checkpoint in sorted(registries.checkpoints, key=lambda each: each.order):
        if (
            checkpoint.stream == stream
            and checkpoint.key not in _done_without(discovery)
            and _is_there(discovery, checkpoint.key)
        ):
            standing = standing_of(discovery, checkpoint.key)
            is_next = not standing.is_complete and not any(step.is_next for step in steps)
            steps.append(CheckpointStep(checkpoint, standing, is_next))
    return steps


def seen_by(user: User, organization: Organization) -> QuerySet[Discovery]:
    """The discoveries of the organization that the account may see: an admin sees all, a member those in
    which they have a role, anyone else none."""
    discoveries = Discovery.objects.filter(domain__organization=organization, domain__deleted_at=None)
    membership = Membership.objects.filter(user=user, organization=organization).first()
    if membership is None or not user.is_active:
        return discoveries.none()
    if membership.role == OrganizationRole.ADMIN:
        return discoveries
    return discoveries.filter(pk__in=DiscoveryAccess.objects.filter(user=user).values("discovery"))


def _done_without(discovery: Discovery) -> tuple[str, ...]:
    template = process.PROCESSES.get(discovery.template)
    return template.does_without if template else ()


def accesses_of(discovery: Discovery) -> QuerySet[DiscoveryAccess]:
    """Access of people to the discovery, by name. Admins of the organization have it anyhow."""
    return (
        DiscoveryAccess.objects.filter(discovery=discovery)
        .select_related("user", "discovery__domain__organization")
        .order_by("user__name", "user__email")
    )


def accounts_without_access(discovery: Discovery) -> QuerySet[User]:
    """Members of the organization to whom the discovery could be opened."""
    return accounts_of(discovery.domain.organization).exclude(
        pk__in=DiscoveryAccess.objects.filter(discovery=discovery).values("user")
    )
