"""Contributions to an activity, of any kind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from core.models import Artifact
from organizations.actors import Actor
from workshops.models import Activity

A = TypeVar("A", bound=Artifact)


def sent_by(model: type[Artifact], activity: Activity, author: Mapping[str, Any]) -> dict[UUID, bool]:
    """All that one author ever sent to the activity, and whether it is there still; `author` are the columns
    that name them. One statement, written out: each note that two hundred people send begins with it."""
    name, value = next(iter(author.items()))
    column = model._meta.get_field(name)
    statement = (
        f"SELECT uuid, deleted_at IS NULL FROM {model._meta.db_table} "  # noqa: S608  names of ours
        f"WHERE activity_id = %s AND {column.column} = %s"  # type: ignore[union-attr]  # a column of the table
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [activity.pk, getattr(value, "pk", value)])
        return {UUID(str(uuid)): bool(is_there) for uuid, is_there in cursor.fetchall()}


def own_of(rows: QuerySet[A], actor: Actor, *order: str) -> list[A]:
    """Those of the rows that the actor sent, where that is known, the latest first or in another order."""
    return list(rows.filter(author=actor.author).order_by(*order or ("-pk",))) if actor.author else []


def count_by_author(rows: QuerySet[A]) -> Counter[str]:
    """Count the rows of each author, by the uuid of the participant, or by the key of an anonymous one."""
    if "author" in {field.name for field in rows.model._meta.fields}:
        return Counter(rows.order_by().values_list("author", flat=True))
    people = rows.exclude(participant=None).order_by().values_list("participant__uuid", flat=True)
    return Counter(map(str, people))


def times_of(model: type[Artifact], activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
    """The activity, the author and the time of what people sent to `activities`: the newest activity first,
    in it one person after another. Imported rows have no author. Rows that were deleted since count as well:
    someone took the time."""
    names = {field.name for field in model._meta.fields}
    everything: QuerySet[Any] = model.everything.all()
    rows = everything.filter(activity__in=activities)
    if "author" not in names:
        rows = rows.filter(participant__isnull=False).order_by("-activity_id", "participant_id", "created_at")
        return rows.values_list("activity", "participant", "created_at")
    rows = rows.exclude(author="").order_by("-activity_id", "author", "created_at")
    return rows.values_list("activity", "author", "created_at")


def still_there(models: Iterable[type[Model]], became: Iterable[UUID | None]) -> set[UUID]:
    """Of what contributions became, that which is not in the trash. A query for each of the models, none
    where nothing became anything."""
    uuids = [uuid for uuid in became if uuid is not None]
    if not uuids:
        return set()
    rows = (model._default_manager.filter(uuid__in=uuids) for model in models)
    return {uuid for each in rows for uuid in each.values_list("uuid", flat=True)}
