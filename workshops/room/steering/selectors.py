"""Artifacts that a facilitator can show, and people to whom the room can be handed or opened again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import QuerySet

from core.database_statements import PreparedQuery
from core.labels import Text
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from organizations.models import Membership, OrganizationRole, User
from organizations.organization.selectors import accounts_of
from workshops.joining.participant_merges.selectors import merges_of
from workshops.models import Activity, LeadNotice, Participant, Workshop
from workshops.registries import Spotlight, spotlights
from workshops.room.presentation.selectors import ready_to_show

MOST_OF_A_KIND: Final = 4
"""The number of results, groups and decisions each that the picker shows at once from a workshop."""


@dataclass(frozen=True, slots=True)
class SpotlightContent:
    """The artifact in the spotlight, as its template needs it."""

    workshop: Workshop
    spotlight: Spotlight
    context: dict[str, Any]

    @property
    def name(self) -> str:
        """By which it was chosen; reads all that could be."""
        choices = self.spotlight.choices(self.workshop.discovery)
        if _is_once(self.workshop.discovery, choices):
            return str(self.spotlight.label)
        return dict(choices).get(str(self.workshop.spotlight_uuid), "")


def shown_in_spotlight(workshop: Workshop) -> SpotlightContent | None:
    """The artifact that every screen shows; None while there is nothing, or when it was deleted or hidden
    meanwhile."""
    if workshop.spotlight_kind not in spotlights or workshop.spotlight_uuid is None:
        return None
    spotlight = spotlights.get(workshop.spotlight_kind)
    context = spotlight.context(workshop.discovery, str(workshop.spotlight_uuid))
    return None if context is None else SpotlightContent(workshop, spotlight, context)


@dataclass(frozen=True, slots=True)
class SpotlightChoices:
    """Artifacts of one kind that can be shown, as (uuid, label). With `is_once` it has no name but that of
    the kind."""

    key: str
    label: Text
    choices: list[tuple[str, str]]
    is_once: bool


def _is_once(discovery: Discovery, choices: list[tuple[str, str]]) -> bool:
    return [uuid for uuid, _label in choices] == [str(discovery.uuid)]


def spotlight_choices(workshop: Workshop) -> list[SpotlightChoices]:
    """Artifacts that can be shown, by kind, without kinds that have none."""
    by_kind = [
        (each, each.choices(workshop.discovery)) for each in sorted(spotlights, key=lambda each: each.order)
    ]
    return [
        SpotlightChoices(each.key, each.label, choices, _is_once(workshop.discovery, choices))
        for each, choices in by_kind
        if choices
    ]


@dataclass(frozen=True, slots=True)
class SpotlightChoice:
    """Something that can be shown."""

    key: str
    uuid: str
    label: str


@dataclass(frozen=True, slots=True)
class SpotlightOffer:
    """Everything that can be shown, each once: what belongs to the current activity, the latest of each kind
    that came out of the workshop, parts of the discovery that exist once, and all others by kind."""

    of_activity: Sequence[SpotlightChoice]
    of_workshop: Sequence[SpotlightChoice]
    of_discovery: Sequence[SpotlightChoice]
    kinds: Sequence[SpotlightChoices]


def spotlight_offer(workshop: Workshop, activity: Activity | None) -> SpotlightOffer:
    """Return what the spotlight can show in the order in which a facilitator looks for it. Of what belongs to
    the current `activity`, what was prepared for it comes first."""
    prepared = {(each.spotlight.key, each.uuid) for each in ready_to_show(activity)} if activity else set()
    near: list[SpotlightChoice] = []
    own: list[SpotlightChoice] = []
    once: list[SpotlightChoice] = []
    kinds: list[SpotlightChoices] = []
    for kind in spotlight_choices(workshop):
        spotlight = spotlights.get(kind.key)
        origins = spotlight.of_workshop(workshop) if spotlight.of_workshop else {}
        latest: list[SpotlightChoice] = []
        others: list[tuple[str, str]] = []
        for uuid, label in kind.choices:
            choice = SpotlightChoice(kind.key, uuid, str(kind.label) if kind.is_once else label)
            is_near = activity is not None and (
                (kind.key, uuid) in prepared
                or origins.get(uuid) == activity.pk
                or (kind.is_once and activity.kind in spotlight.near)
            )
            if is_near:
                near.append(choice)
            elif kind.is_once:
                once.append(choice)
            elif uuid in origins and len(latest) < MOST_OF_A_KIND:
                latest.append(choice)
            else:
                others.append((uuid, label))
        own += latest
        if others:
            kinds.append(replace(kind, choices=others))
    near.sort(key=lambda each: (each.key, each.uuid) not in prepared)
    return SpotlightOffer(near, own, once, kinds)


def previewed(workshop: Workshop, kind: str, uuid: str) -> SpotlightContent | None:
    """The artifact that the spotlight would show; None for what is unknown or still hidden."""
    spotlight = spotlights.get(kind) if kind in spotlights else None
    context = spotlight.context(workshop.discovery, uuid) if spotlight else None
    return None if spotlight is None or context is None else SpotlightContent(workshop, spotlight, context)


def facilitators_of(workshop: Workshop) -> QuerySet[User]:
    """The accounts that may run the workshop: facilitators of its discovery, and the organization's
    admins."""
    discovery = workshop.discovery
    access = DiscoveryAccess.objects.filter(discovery=discovery, role=DiscoveryRole.FACILITATOR)
    admins = Membership.objects.filter(
        organization=discovery.domain.organization, role=OrganizationRole.ADMIN
    )
    accounts = accounts_of(discovery.domain.organization).filter(is_active=True)
    return accounts.filter(pk__in=access.values("user")) | accounts.filter(pk__in=admins.values("user"))


def others_of(workshop: Workshop) -> QuerySet[User]:
    """The other accounts of the organization, who could become facilitators."""
    accounts = accounts_of(workshop.discovery.domain.organization).filter(is_active=True)
    return accounts.exclude(pk__in=facilitators_of(workshop).values("pk"))


def removed_with_merges(workshop: Workshop) -> list[tuple[Participant, Participant | None]]:
    """People who were removed from the room, the last one first; with the person with whom they were merged,
    if that is why."""
    people = workshop.participants.filter(removed_at__isnull=False).order_by("-removed_at", "-pk")
    merges = merges_of(workshop)
    return [(each, merges[each.pk].kept if each.pk in merges else None) for each in people]


def _handed(account: int) -> QuerySet[Any, Any]:
    notices = LeadNotice.objects.filter(account=account, workshop__lead=account, workshop__deleted_at=None)
    return notices.select_related("by", "workshop__discovery__domain__organization").order_by("pk")


_HANDED: Final = PreparedQuery(_handed, -1)


def lead_notices(account: User) -> list[LeadNotice]:
    """The workshops whose lead the account was handed and still has, where it has not said yet that it read
    so."""
    notices: list[LeadNotice] = _HANDED(account.pk)
    return [each for each in notices if facilitators_of(each.workshop).filter(pk=account.pk).exists()]
