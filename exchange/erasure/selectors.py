"""Finds the rows of a person by name or account, and their current and former names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import names_of as names_of_label
from core.models import ActorKind, Operation
from core.name_comparison import looks
from discovery.models import Discovery, DiscoveryAccess
from exchange.models import Erasure
from organizations.models import Membership, Organization, Person, User
from workshops.joining.namesakes import without_number
from workshops.joining.participant_merges.selectors import same_person
from workshops.models import Participant, Workshop


@dataclass(frozen=True, slots=True)
class PersonRows:
    """Rows of one person, by primary keys, and a typed `name`."""

    users: frozenset[int] = frozenset()
    participants: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    name: str = ""

    @property
    def is_guest(self) -> bool:
        """True if the person took part in workshops only."""
        return bool(self.participants) and not self.users and not self.people


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A row that may belong to the person, with its name and description for a form."""

    key: str
    name: str
    words: str


def matches_of(organization: Organization, name: str) -> list[PersonMatch]:
    """Return members, people and participants of the organization with this name or email address, and rows
    of the same accounts. Names are normalized; people who left are included."""
    normalized = looks(name)
    if not normalized:
        return []
    users = [each for each in _accounts(organization) if normalized in (looks(each.name), looks(each.email))]
    people = Person.everything.filter(organization=organization)
    people_by_name = [each for each in people if normalized in (looks(each.name), looks(each.email))]
    accounts = {each.pk for each in users} | {each.account_id for each in people_by_name if each.account_id}
    linked_people = people.filter(account__in=accounts).exclude(pk__in=[each.pk for each in people_by_name])
    participants = _participants(organization)
    in_rooms = [
        each
        for each in participants
        if normalized in _names_of_participant(each) or each.account_id in accounts
    ]
    linked_accounts = User.objects.filter(pk__in=accounts - {each.pk for each in users})
    return [
        *(
            PersonMatch(f"account:{each.uuid}", str(each), _("has an account"))
            for each in (*users, *linked_accounts)
        ),
        *(
            PersonMatch(f"person:{each.uuid}", each.name, _("in the list of people"))
            for each in (*people_by_name, *linked_people)
        ),
        *(PersonMatch(f"guest:{each.uuid}", each.display_name, _took_part(each)) for each in in_rooms),
    ]


def _names_of_participant(participant: Participant) -> tuple[str, str]:
    """Return the normalized names of a participant, with and without the number of namesakes."""
    name = participant.display_name
    return looks(name), looks(without_number(name))


def selection_of(organization: Organization | None, keys: Iterable[str], name: str = "") -> PersonRows:
    """Return the rows with these `keys` of PersonMatch, in the organization (None: anywhere). Unknown keys
    are ignored."""
    by_kind: dict[str, list[UUID]] = {"account": [], "person": [], "guest": []}
    for key in keys:
        kind, _colon, uuid = key.partition(":")
        try:
            by_kind[kind].append(UUID(uuid))
        except (KeyError, ValueError):
            continue
    users = User.objects.all() if organization is None else _accounts(organization)
    people, participants = Person.everything.all(), Participant.objects.all()
    if organization is not None:
        people, participants = people.filter(organization=organization), _participants(organization)
    return PersonRows(
        _keys(users.filter(uuid__in=by_kind["account"])),
        same_person(_keys(participants.filter(uuid__in=by_kind["guest"]))),
        _keys(people.filter(uuid__in=by_kind["person"])),
        " ".join(name.split()),
    )


def selection_of_account(account: User) -> PersonRows:
    """Return all rows of an account, in any organization."""
    return PersonRows(
        frozenset({account.pk}),
        same_person(_keys(Participant.objects.filter(account=account))),
        _keys(Person.everything.filter(account=account)),
    )


def names_of(selection: PersonRows, within: Organization | None = None) -> set[str]:
    """Return all current and former names and addresses of the person; with `within` only those that the
    organization can know."""
    names = {selection.name}
    for user in User.objects.filter(pk__in=selection.users):
        names |= {user.name, user.email, str(user)}
        if within is None:
            names |= {*user.former_names}
    if within is None:
        names |= set(EmailAddress.objects.filter(user__in=selection.users).values_list("email", flat=True))
    history = Person.history.filter(id__in=selection.people)
    for rows in (Person.everything.filter(pk__in=selection.people), history):
        for name, role_title, email in rows.values_list("name", "role_title", "email"):
            names |= {name, email, f"{name}, {role_title}" if role_title else ""}
    guests = Participant.objects.filter(pk__in=selection.participants)
    for name, role_title, former_names in guests.values_list("display_name", "role_title", "former_names"):
        names |= {name, f"{name}, {role_title}" if role_title else "", *former_names}
    operations = _operations_by(User, selection.users) | _operations_by(Participant, selection.participants)
    if within is not None:
        operations = _operations_in(within, operations)
    placeholders = {
        each.partition(" (")[0] for each in names_of_label(gettext_lazy("Unnamed person (%(tag)s)"))
    }
    for label in operations.order_by().values_list("actor_label", flat=True).distinct():
        # "Jane (entered by John)" names John too.
        name = label.partition(" (")[0]
        names.add(label if name in placeholders else name)
    return {name for name in names if name.strip()}


def actors_of(selection: PersonRows) -> frozenset[UUID]:
    """Return the uuids of the accounts and participants, by which operations and editors refer to the
    person."""
    rows: tuple[QuerySet[Any], ...] = (
        User.objects.filter(pk__in=selection.users),
        Participant.objects.filter(pk__in=selection.participants),
    )
    return frozenset(uuid for some in rows for uuid in some.order_by().values_list("uuid", flat=True))


def _operations_by(model: type[User] | type[Participant], keys: frozenset[int]) -> QuerySet[Operation]:
    """Return the operations of these accounts or participants (primary keys). The kind of the actor counts,
    because a file may contain a participant with the uuid of an account."""
    kind = ActorKind.ACCOUNT if model is User else ActorKind.PARTICIPANT
    actors: QuerySet[Any] = model._base_manager.filter(pk__in=keys)
    return Operation.objects.filter(actor_kind=kind, actor_uuid__in=actors.values("uuid"))


def _operations_in(organization: Organization, operations: QuerySet[Operation]) -> QuerySet[Operation]:
    """Return the operations in the organization or one of its discoveries."""
    discoveries = Discovery.everything.filter(domain__organization=organization)
    places = Q(scope_uuid__in=discoveries.values("uuid")) | Q(scope_uuid=organization.uuid)
    return operations.filter(places)


def organizations_with(selection: PersonRows) -> frozenset[int]:
    """Return the organizations (primary keys) in which the person is or was, or wrote something."""
    scopes = _operations_by(User, selection.users).order_by().values("scope_uuid")
    organizations = Organization.everything.filter(
        Q(memberships__user__in=selection.users)
        | Q(people__in=selection.people)
        | Q(domains__discoveries__accesses__user__in=selection.users)
        | Q(domains__discoveries__workshops__participants__in=selection.participants)
        | Q(domains__discoveries__uuid__in=scopes)
        | Q(uuid__in=scopes)
    )
    return _keys(organizations)


def discoveries_with(selection: PersonRows) -> frozenset[int]:
    """Return the discoveries (primary keys) in whose workshops the person took part."""
    participants = Participant.objects.filter(pk__in=selection.participants)
    return frozenset(participants.values_list("workshop__discovery", flat=True))


def workshops_with(selection: PersonRows) -> QuerySet[Workshop]:
    """Return the workshops in which the selected guests took part, including deleted ones."""
    return Workshop.everything.filter(participants__in=selection.participants).distinct()


def goes_with(user: User, organization: Organization) -> bool:
    """Return True if the erasure in this organization deletes the account: it is a member of no other, and
    was invited or active here. Without these conditions anyone could delete an account, by adding it to a new
    organization."""
    if Membership.objects.filter(user=user).exclude(organization=organization).exists():
        return False
    invited = Membership.history.filter(user=user, organization=organization).values("operation__at")
    operations = _operations_by(User, frozenset({user.pk}))
    return (
        _operations_in(organization, operations).exists()
        or invited.filter(operation__at__lte=user.date_joined).exists()
    )


def next_number() -> int:
    """Return the number of the next pseudonym. Imported people with that pseudonym block a number, too."""
    last = Erasure.objects.order_by("-number").values_list("number", flat=True).first() or 0
    number = last + 1
    while _is_used(Erasure(number=number).pseudonym):
        number += 1
    return number


def _is_used(pseudonym: str) -> bool:
    return (
        Participant.objects.filter(display_name=pseudonym).exists()
        or Person.everything.filter(name=pseudonym).exists()
        or Operation.objects.filter(actor_label=pseudonym).exists()
    )


def erasures_of(organization: Organization) -> QuerySet[Erasure]:
    """Return the requested erasures of the organization, the newest first."""
    return Erasure.objects.filter(organization=organization, is_asked_for=True).order_by("-at", "-pk")


def _accounts(organization: Organization) -> QuerySet[User]:
    members = Membership.everything.filter(organization=organization).values("user")
    accesses = DiscoveryAccess.everything.filter(discovery__domain__organization=organization).values("user")
    return User.objects.filter(Q(pk__in=members) | Q(pk__in=accesses)).order_by("pk")


def _participants(organization: Organization) -> QuerySet[Participant]:
    discoveries = Discovery.everything.filter(domain__organization=organization).values("pk")
    return (
        Participant.objects.filter(workshop__discovery__in=discoveries)
        .select_related("workshop")
        .order_by("pk")
    )


def _took_part(participant: Participant) -> str:
    return _("took part in “%(workshop)s”") % {"workshop": participant.workshop}


def _keys(rows: QuerySet[Any]) -> frozenset[int]:
    return frozenset(rows.order_by().values_list("pk", flat=True))
