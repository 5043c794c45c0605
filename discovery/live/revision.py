"""The revision of a workshop: a number that every write to it moves by one.

It tells a page whether what it shows is current, and it lets the broker notice what other processes wrote.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection

_BUMP = """
    UPDATE discovery_workshop SET live_revision = live_revision + 1 WHERE id = %s RETURNING live_revision
"""


def bump(workshop_id: int) -> int:
    """Move the revision of a workshop by one and return it; raise ``Workshop.DoesNotExist`` for an unknown
    one.

    Call it first in the transaction: the row lock it takes makes the writers of one room follow each other,
    so what a service reads afterwards is what it decides on.
    """
    # Raw, because an F() update followed by a read costs twice as much and a scoring burst is bound by CPU
    # time.
    with connection.cursor() as cursor:
        cursor.execute(_BUMP, [workshop_id])
        row = cursor.fetchone()
    if row is None:
        raise apps.get_model("discovery", "Workshop").DoesNotExist(f"There is no workshop {workshop_id}.")
    return int(row[0])


def current(workshop_ids: Iterable[int]) -> dict[int, int]:
    """Return the revision of each workshop that exists, by its id, with one query."""
    ids = list(workshop_ids)
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        # Only placeholders are put in.
        cursor.execute(f"SELECT id, live_revision FROM discovery_workshop WHERE id IN ({marks})", ids)  # noqa: S608  only marks
        return {int(pk): int(revision) for pk, revision in cursor.fetchall()}
