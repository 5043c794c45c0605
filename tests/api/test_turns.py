"""Turns of deliveries: many at once, and no owner holds up another."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from api.models import Catalog, Delivery, Webhook
from api.services import deliveries
from core.shared_threads import Turns
from discovery.models import Discovery
from organizations.delivery_queue import services as outbox
from organizations.models import Organization, User
from tests import factories

SLOW, OTHER = ("discovery", "person"), ("another", "somebody")


@contextmanager
def held_up(turns: Turns, *owners: tuple[str, str], count: int) -> Iterator[list[tuple[str, str]]]:
    """So many attempts of each of the owners, none of which ends before the block does: those that began."""
    is_over, began = threading.Event(), list[tuple[str, str]]()

    def waits(owners: tuple[str, str]) -> None:
        began.append(owners)
        is_over.wait(20)

    for each in owners:
        for _number in range(count):
            turns.ask(each, partial(waits, each))
    try:
        yield began
    finally:
        is_over.set()


def rests(turns: Turns) -> bool:
    """Whether all its work is done within 20 seconds."""
    ends = time.monotonic() + 20
    while turns.is_busy:
        if time.monotonic() > ends:
            return False
        time.sleep(0.01)
    return True


def test_as_many_are_under_way_as_there_may_be() -> None:
    """They wait for each other here: one after the other, none would end."""
    turns = Turns(deliveries.AT_ONCE, deliveries.OF_ONE, name="test")
    together = threading.Barrier(deliveries.AT_ONCE + 1)
    for number in range(deliveries.AT_ONCE):
        turns.ask((f"discovery {number // 2}", f"person {number // 2}"), partial(together.wait, 20))
    together.wait(20)


@pytest.mark.parametrize("other", [OTHER, ("another", "nobody")])
def test_many_slow_ones_of_one_owner_hold_up_no_other(other: tuple[str, str]) -> None:
    turns, came = Turns(8, 2, name="test"), threading.Event()
    with held_up(turns, SLOW, count=40) as began:
        turns.ask(other, came.set)
        assert came.wait(20)
        assert began == [SLOW] * 2


@pytest.mark.parametrize("slow", [("another", "person"), ("discovery", "somebody")])
def test_who_adds_to_many_places_and_a_place_of_many_people_are_one_owner(slow: tuple[str, str]) -> None:
    turns, came = Turns(8, 2, name="test"), threading.Event()
    with held_up(turns, SLOW, slow, count=8) as began:
        turns.ask(("elsewhere", "nobody"), came.set)
        assert came.wait(20)
        assert began == [SLOW] * 2


def test_owners_take_turns_and_each_keeps_its_order() -> None:
    turns, is_over, done = Turns(1, 1, name="test"), threading.Event(), list[str]()
    ended = threading.Event()
    turns.ask(("first", "first"), partial(is_over.wait, 20))
    for name in ("a1", "a2", "a3", "b1", "b2", "c1"):
        turns.ask((name[0], name[0]), partial(done.append, name))
    turns.ask(("z", "z"), lambda: None)
    turns.ask(("a", "a"), ended.set)
    is_over.set()
    assert ended.wait(20)
    assert done == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_it_is_busy_until_the_last_work_is_done() -> None:
    turns = Turns(1, 1, name="test")
    with held_up(turns, SLOW, OTHER, count=1):
        assert turns.is_busy
    assert rests(turns)


def test_what_fails_leaves_its_turn() -> None:
    turns, came = Turns(1, 1, name="test"), threading.Event()

    def fails() -> None:
        raise OSError("no network")

    for _number in range(3):
        turns.ask(SLOW, fails)
    turns.ask(OTHER, came.set)
    assert came.wait(20)


@pytest.mark.django_db
def test_owners_are_the_place_and_who_added_it() -> None:
    discovery, account = factories.discovery(), factories.user("Fay")
    owners = outbox.channels.get("delivery").owners
    for place, target in _targets(discovery, account):
        assert owners(Delivery.objects.create(**target)) == (place.uuid, account.pk)


def _targets(
    discovery: Discovery, account: User
) -> Iterator[tuple[Discovery | Organization, dict[str, object]]]:
    made = {"made_by": account, "address": "https://example.org/"}
    yield discovery, {"catalog": Catalog.objects.create(discovery=discovery, **made)}
    of_discovery = Webhook.objects.create(discovery=discovery, events="state", **made)
    yield discovery, {"webhook": of_discovery, "event": "state"}
    organization = discovery.domain.organization
    of_all = Webhook.objects.create(organization=organization, events="state", **made)
    yield organization, {"webhook": of_all, "event": "state"}
