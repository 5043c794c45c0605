"""The ranking with other weights: it changes nothing until somebody keeps it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from discovery.discoveries.models import DiscoveryRole
from lvt.models import ScoringMethod
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from lvt.what_if_weights.selectors import reweighted
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture
def room() -> Room:
    """One leads by business value, the other by effort, the third was not scored."""
    room = scoring_room("Valuable", "Cheap", "Unknown")
    for name in ("Ann", "Ben"):
        person = room.join(name)
        room.give_all(person, 5, 1, 1, 1, 1, 1, 1)
        room.give_all(person, 1, 1, 1, 1, 1, 1, 4, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    return room


def test_other_weights_give_another_order_and_the_same_ones_the_same(room: Room) -> None:
    results = current_results(room.discovery)
    assert results is not None
    value, *_rest, effort = results.criteria
    same = reweighted(results, {})
    assert [(row.now.use_case.name, row.rank, row.climbs) for row in same] == [
        ("Valuable", 1, 0),
        ("Cheap", 2, 0),
        ("Unknown", None, 0),
    ]
    other = reweighted(results, {value.pk: Decimal(0), effort.pk: Decimal("2.5")})
    assert [(row.now.use_case.name, row.total, row.climbs) for row in other] == [
        ("Cheap", Decimal("15.0"), 1),
        ("Valuable", Decimal("7.5"), -1),
        ("Unknown", None, 0),
    ]


def test_the_page_follows_its_address_and_keeps_only_when_asked(room: Room, client_of: ClientOf) -> None:
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    value = room.method.criteria.all()[0]
    url = reverse("lvt:weights", args=[room.discovery.slug])
    keep = reverse("lvt:weights_keep", args=[room.discovery.slug])

    def order(answer: str) -> list[str]:
        return sorted(("Valuable", "Cheap"), key=answer.index)

    assert order(viewer.get(url).content.decode()) == ["Valuable", "Cheap"]
    changed = viewer.get(url, {str(value.uuid): "0"}).content.decode()
    assert order(changed) == ["Cheap", "Valuable"]
    assert "Use these weights" not in changed
    for hostile in ("-1", "x", "1e9", "NaN", "٣" * 400):
        assert order(viewer.get(url, {str(value.uuid): hostile}).content.decode()) == ["Valuable", "Cheap"]
    assert viewer.post(keep, {str(value.uuid): "0"}).status_code == 403
    assert list(room.discovery.scoring_methods.all()) == [room.method]

    facilitator = client_of(factories.access(room.discovery, DiscoveryRole.FACILITATOR))
    assert facilitator.post(keep, {str(value.uuid): "-1"}).status_code == 422
    assert facilitator.post(keep, {str(value.uuid): "0.25"}).status_code == 303
    kept = ScoringMethod.objects.exclude(pk=room.method.pk).get()
    assert [each.weight for each in kept.criteria.all()] == [Decimal("0.25"), *[Decimal(1)] * 6]


def test_before_the_first_reveal_there_is_nothing_to_weigh(client_of: ClientOf) -> None:
    room = scoring_room()
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    assert viewer.get(reverse("lvt:weights", args=[room.discovery.slug])).status_code == 404
    assert (
        b"What if other criteria"
        not in viewer.get(reverse("lvt:prioritization", args=[room.discovery.slug])).content
    )


def test_where_weights_change_nothing_the_page_says_so(client_of: ClientOf) -> None:
    room = scoring_room(preset="ice")
    room.give_all(room.join("Ann"), 5, 5, 5)
    reveal(actor=SYSTEM, round=room.round)
    viewer = client_of(factories.access(room.discovery, DiscoveryRole.VIEWER))
    answer = viewer.get(reverse("lvt:weights", args=[room.discovery.slug]))
    assert "Weights don’t matter in this method" in answer.content.decode()
