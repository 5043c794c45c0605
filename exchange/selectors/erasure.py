"""Reads of who somebody is: the rows under a name, those that are surely the same person's, and how they
were called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.models import Operation
from core.models.history import ActorKind
from core.naming import looks
from discovery.models import Discovery, DiscoveryAccess
from exchange.models import Erasure
from organizations.models import Membership, Organization, Person, User
from workshops.models import Participant, Workshop
from workshops.namesakes import without_number
from workshops.selectors.merging import same_person


@dataclass(frozen=True, slots=True)
class Chosen:
    """Rows of one person, by their primary keys, and a `name` that was typed."""

    users: frozenset[int] = frozenset()
    participants: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    name: str = ""

    @property
    def is_guest(self) -> bool:
        """Known by what they said in workshops only."""
        return bool(self.participants) and not self.users and not self.people


@dataclass(frozen=True, slots=True)
class Known:
    """A row that may be the person's: what it is called by in a form, and in words."""

    key: str
    name: str
    words: str


def known_as(organization: Organization, name: str) -> list[Known]:
    """Members, people and participants of the organization with this name or e-mail address, and what belongs
    to the same account; names that look alike count as equal. People who left are included."""
    wanted = looks(name)
    if not wanted:
        return []
    users = [each for each in _accounts(organization) if wanted in (looks(each.name), looks(each.email))]
    people = Person.everything.filter(organization=organization)
    named = [each for each in people if wanted in (looks(each.name), looks(each.email))]
    accounts = {each.pk for each in users} | {each.account_id for each in named if each.account_id}
    own = people.filter(account__in=accounts).exclude(pk__in=[each.pk for each in named])
    there = _participants(organization)
    in_rooms = [each for each in there if wanted in _called(each) or each.account_id in accounts]
    joined = User.objects.filter(pk__in=accounts - {each.pk for each in users})
    return [
        *(Known(f"account:{each.uuid}", str(each), _("has an account")) for each in (*users, *joined)),
        *(Known(f"person:{each.uuid}", each.name, _("in the list of people")) for each in (*named, *own)),
        *(Known(f"guest:{each.uuid}", each.display_name, _took_part(each)) for each in in_rooms),
    ]


def _called(participant: Participant) -> tuple[str, str]:
    """What a participant is called, with and without the number of those who share a name."""
    name = participant.display_name
    return looks(name), looks(without_number(name))


def chosen_of(organization: Organization | None, keys: Iterable[str], name: str = "") -> Chosen:
    """What `keys` of `Known` name, in the organization (None: anywhere); others are passed over."""
    by_kind: dict[str, list[UUID]] = {"account": [], "person": [], "guest": []}
    for key in keys:
        kind, _colon, uuid = key.partition(":")
        try:
            by_kind[kind].append(UUID(uuid))
        except (KeyError, ValueError):
            continue
    users = User.objects.all() if organization is None else _accounts(organization)
    people, there = Person.everything.all(), Participant.objects.all()
    if organization is not None:
        people, there = people.filter(organization=organization), _participants(organization)
    return Chosen(
        _keys(users.filter(uuid__in=by_kind["account"])),
        same_person(_keys(there.filter(uuid__in=by_kind["guest"]))),
        _keys(people.filter(uuid__in=by_kind["person"])),
        " ".join(name.split()),
    )


def chosen_of_account(account: User) -> Chosen:
    """All that is of an account, wherever it belongs."""
    return Chosen(
        frozenset({account.pk}),
        same_person(_keys(Participant.objects.filter(account=account))),
        _keys(Person.everything.filter(account=account)),
    )


def names_of(chosen: Chosen, within: Organization | None = None) -> set[str]:
    """Every name and address of the person, current and former, in rows that identify them; `within` an
    organization only those by which it can know them."""
    names = {chosen.name}
    for user in User.objects.filter(pk__in=chosen.users):
        names |= {user.name, user.email, str(user)}
        if within is None:
            names |= {*user.former_names}
    if within is None:
        names |= set(EmailAddress.objects.filter(user__in=chosen.users).values_list("email", flat=True))
    history = Person.history.filter(id__in=chosen.people)
    for rows in (Person.everything.filter(pk__in=chosen.people), history):
        for name, role_title, email in rows.values_list("name", "role_title", "email"):
            names |= {name, email, f"{name}, {role_title}" if role_title else ""}
    guests = Participant.objects.filter(pk__in=chosen.participants)
    for name, role_title, former in guests.values_list("display_name", "role_title", "former_names"):
        names |= {name, f"{name}, {role_title}" if role_title else "", *former}
    acted = _done_by(User, chosen.users) | _done_by(Participant, chosen.participants)
    if within is not None:
        acted = _done_in(within, acted)
    # Operations of older versions say it in the other words.
    unnamed = {_("Unnamed person (%(tag)s)").partition(" (")[0], "Somebody without a name"}
    for label in acted.order_by().values_list("actor_label", flat=True).distinct():
        # "Jane (entered by John)" names John too.
        name = label.partition(" (")[0]
        names.add(label if name in unnamed else name)
    return {name for name in names if name.strip()}


def actors_of(chosen: Chosen) -> frozenset[UUID]:
    """What names the person in operations and among editors: the uuids of their accounts and participants."""
    rows: tuple[QuerySet[Any], ...] = (
        User.objects.filter(pk__in=chosen.users),
        Participant.objects.filter(pk__in=chosen.participants),
    )
    return frozenset(uuid for some in rows for uuid in some.order_by().values_list("uuid", flat=True))


def _done_by(model: type[User] | type[Participant], keys: frozenset[int]) -> QuerySet[Operation]:
    """What these accounts or participants (primary keys) did. Operations say which of the two acted, and that
    counts: a file may bring a participant with the uuid of an account."""
    kind = ActorKind.ACCOUNT if model is User else ActorKind.PARTICIPANT
    actors: QuerySet[Any] = model._base_manager.filter(pk__in=keys)
    return Operation.objects.filter(actor_kind=kind, actor_uuid__in=actors.values("uuid"))


def _done_in(organization: Organization, operations: QuerySet[Operation]) -> QuerySet[Operation]:
    """Those of the operations that name the organization or one of its discoveries."""
    discoveries = Discovery.everything.filter(domain__organization=organization)
    places = Q(scope_uuid__in=discoveries.values("uuid")) | Q(scope_uuid=organization.uuid)
    return operations.filter(places)


def organizations_with(chosen: Chosen) -> frozenset[int]:
    """The organizations in which the person is, was or did something (primary keys)."""
    acted = _done_by(User, chosen.users).order_by().values("scope_uuid")
    organizations = Organization.everything.filter(
        Q(memberships__user__in=chosen.users)
        | Q(people__in=chosen.people)
        | Q(domains__discoveries__accesses__user__in=chosen.users)
        | Q(domains__discoveries__workshops__participants__in=chosen.participants)
        | Q(domains__discoveries__uuid__in=acted)
        | Q(uuid__in=acted)
    )
    return _keys(organizations)


def discoveries_with(chosen: Chosen) -> frozenset[int]:
    """The discoveries in whose workshops they took part (primary keys)."""
    there = Participant.objects.filter(pk__in=chosen.participants)
    return frozenset(there.values_list("workshop__discovery", flat=True))


def workshops_with(chosen: Chosen) -> QuerySet[Workshop]:
    """The workshops in which the chosen guests took part, in the trash too."""
    return Workshop.everything.filter(participants__in=chosen.participants).distinct()


def goes_with(user: User, organization: Organization) -> bool:
    """Whether erasing the person in this organization deletes the account: it is a member nowhere else, and
    this organization invited it or it did something here. Otherwise anybody could delete an account, by
    making an organization and adding the account to it without asking."""
    if Membership.objects.filter(user=user).exclude(organization=organization).exists():
        return False
    invited = Membership.history.filter(user=user, organization=organization).values("operation__at")
    acted = _done_by(User, frozenset({user.pk}))
    return (
        _done_in(organization, acted).exists() or invited.filter(operation__at__lte=user.date_joined).exists()
    )


def next_number() -> int:
    """Return the number of the next pseudonym. It is free here, also of people whom a file of another
    installation brought in under a pseudonym."""
    last = Erasure.objects.order_by("-number").values_list("number", flat=True).first() or 0
    number = last + 1
    while _is_taken(Erasure(number=number).pseudonym):
        number += 1
    return number


def _is_taken(pseudonym: str) -> bool:
    return (
        Participant.objects.filter(display_name=pseudonym).exists()
        or Person.everything.filter(name=pseudonym).exists()
        or Operation.objects.filter(actor_label=pseudonym).exists()
    )


def erasures_of(organization: Organization) -> QuerySet[Erasure]:
    """Those in the organization that somebody asked for, the newest first."""
    return Erasure.objects.filter(organization=organization, is_asked_for=True).order_by("-at", "-pk")


def _accounts(organization: Organization) -> QuerySet[User]:
    members = Membership.everything.filter(organization=organization).values("user")
    accesses = DiscoveryAccess.everything.filter(discovery__domain__organization=organization).values("user")
    return User.objects.filter(Q(pk__in=members) | Q(pk__in=accesses)).order_by("pk")


def _participants(organization: Organization) -> QuerySet[Participant]:
    within = Discovery.everything.filter(domain__organization=organization).values("pk")
    return (
        Participant.objects.filter(workshop__discovery__in=within).select_related("workshop").order_by("pk")
    )


def _took_part(participant: Participant) -> str:
    return _("took part in “%(workshop)s”") % {"workshop": participant.workshop}


def _keys(rows: QuerySet[Any]) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))
