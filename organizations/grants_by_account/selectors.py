"""Grants of an account that are still in force."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.labels import Text
from core.models import Artifact, Operation
from organizations.models import Membership, User
from organizations.registries import Grant, GrantKind, grant_kinds

A = TypeVar("A", bound=Artifact)


@dataclass(frozen=True, slots=True)
class GrantGroup:
    """Grants of one kind that an account made, latest first."""

    label: Text
    rows: list[Grant]


def register_own() -> None:
    """Roles of organizations."""
    grant_kinds.register(GrantKind("members", gettext_lazy("Roles in organizations"), _roles))


def grants_of(account: User) -> list[GrantGroup]:
    """All that the account gave and that is still in force, by kind; kinds of which there is nothing are left
    out."""
    groups = [
        GrantGroup(kind.label, sorted(kind.given_by(account), key=lambda each: each.at, reverse=True))
        for kind in grant_kinds
    ]
    return [group for group in groups if group.rows]


def written_by(account: User, model: type[A], *verbs: str) -> dict[int, tuple[A, datetime]]:
    """By key, how the account left the artifacts of the model that it wrote last, and when; with `verbs`, by
    one of these."""
    rows = model.history.filter(operation__actor_uuid=account.uuid)
    if verbs:
        rows = rows.filter(operation__verb__in=verbs)
    latest = rows.select_related("operation").order_by("pk")
    return {row.id: (row.instance, row.operation.at) for row in latest}


def done_last(account: User, verb: str, place: str, uuids: Iterable[UUID]) -> dict[UUID, datetime]:
    """By uuid, when the account did something in places (`scope` or `room`) where no one did it later."""
    column = f"{place}_uuid"
    rows = Operation.objects.filter(verb=verb, **{f"{column}__in": list(uuids)}).order_by("pk")
    last = {each[0]: each[1:] for each in rows.values_list(column, "actor_uuid", "at")}
    return {uuid: at for uuid, (actor, at) in last.items() if actor == account.uuid}


def granted_roles(account: User, rows: QuerySet[Any], place: str, address: str) -> Iterator[Grant]:
    """The roles of others that the account gave and that are as it left them. `rows` have a `user`, a `role`
    and a `place` with a slug; `address` ends one, by the slug and the uuid of the row."""
    versions = written_by(account, rows.model)
    for each in rows.filter(pk__in=versions).exclude(user=account).select_related("user", place):
        version, at = versions[each.pk]
        where = getattr(each, place)
        if version.deleted_at is None and version.role == each.role:
            yield Grant(
                f"{each.user}: {each.get_role_display()}",
                str(where),
                at,
                reverse(address, args=[where.slug, each.uuid]),
            )


def _roles(account: User) -> Iterator[Grant]:
    members = Membership.objects.filter(organization__deleted_at=None)
    return granted_roles(account, members, "organization", "discovery:member_remove")
