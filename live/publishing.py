"""The functions that services call. Everything waits for the commit and does nothing where no server runs
(worker, command, test): there the revision is enough, the serving process sees it within a second."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from live import current_broker, revision as revisions
from live.messages import Change
from live.regions import Screen
from live.room_cache import RoomCache


def publish(
    workshop_id: int,
    *topics: str,
    keys: Mapping[str, Iterable[str]] | None = None,
    revision: int | None = None,
) -> None:
    """Tell every screen of a workshop, after the commit, that these topics changed.

    ``keys`` names single items of keyed topics (``{"cards": [uuid]}``). ``revision`` is the result of
    ``bump``; without it the broker cannot know that this change accounts for that revision and renders
    everything within a second, so a service that writes calls :func:`publish_change` instead.
    """
    _after_commit(Change.of(workshop_id, topics, keys, revision))


def publish_change(workshop_id: int, *topics: str, keys: Mapping[str, Iterable[str]] | None = None) -> int:
    """Bump the revision and publish these topics after the commit; return the new revision.

    Call it first in the transaction (see ``revision.bump``). Raises ``DoesNotExist`` of the room's model.
    """
    revision = revisions.bump(workshop_id)
    publish(workshop_id, *topics, keys=keys, revision=revision)
    return revision


def changed_later(workshop_id: int, *topics: str, keys: Mapping[str, Iterable[str]] | None = None) -> None:
    """The same once what is being written is committed, for other rooms than the one whose lock is held: two
    that waited for each other's would wait forever. When it fails, that is logged, and the write stays."""
    # No partial: Django names the function in its log when it fails, and cannot name one.
    transaction.on_commit(lambda: publish_change(workshop_id, *topics, keys=keys), robust=True)


def changed_with(
    workshop_id: int, topic: str, statement: str, fields: Mapping[str, Any]
) -> tuple[Any, ...] | None:
    """Write one row, bump the revision and publish a topic, for hot paths. Return the new revision and what
    the statement returns; None when it wrote nothing (see ``revision.bump_with``)."""
    row = revisions.bump_with(workshop_id, statement, fields)
    if row is not None:
        publish(workshop_id, topic, revision=row[0])
    return row


def notify(workshop_id: int, participant: str, region: str = "mine") -> None:
    """Have the screens of one participant fetch a personal region again after the commit.

    It moves no revision. A service that writes calls :func:`publish_change` as well, with the topics
    that others see (none, when no one does): then a message that is lost is found by its revision all the
    same.
    """
    _after_commit(Change(workshop_id, notice=(str(participant), region)))


def close_participant(workshop_id: int, participant: str) -> None:
    """End a removed participant's streams after the commit; their pages reload and find the door closed."""
    _after_commit(Change(workshop_id, close=str(participant)))


def close_streams(workshop_id: int, audience: str | None = None) -> None:
    """End the streams of an audience, or all of the room, after the commit, when who may watch has changed.

    Their pages open a new stream at once, which checks their access again.
    """
    _after_commit(Change(workshop_id, close=f":{audience or ''}"))


def connected(workshop_id: int) -> frozenset[str]:
    """Return the uuids of the participants with an open stream in any process; empty where no server runs."""
    broker = current_broker.broker()
    return broker.connected(workshop_id) if broker else frozenset()


def drawn_regions(workshop_id: int, screen: Screen, revision: int) -> tuple[Mapping[str, str], int]:
    """Return the regions of a screen as drawn for the streams of this process, by key, and the revision up to
    which they hold, at most ``revision``; none where no server runs."""
    broker = current_broker.broker()
    return broker.drawn(workshop_id, screen, revision) if broker else ({}, revision)


def room_cache(workshop_id: int, revision: int) -> tuple[RoomCache, int]:
    """Return what pages of a room share of what they read in this process, and the revision that a page may
    claim which takes from it, at most ``revision``; nothing where no server runs."""
    broker = current_broker.broker()
    return broker.room_cache(workshop_id, revision) if broker else (RoomCache(), revision)


def _after_commit(change: Change) -> None:
    if (broker := current_broker.broker()) is None:
        return
    # robust: the write is committed; a failure to tell others must not turn its answer into an error.
    transaction.on_commit(lambda: broker.publish(change), robust=True)
