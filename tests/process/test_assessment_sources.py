"""What a room says of the delta is recorded on its latest visit, and what was written there stays."""

from __future__ import annotations

from datetime import date

import pytest

from core.exceptions import NotAllowed, NotFound
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from process.delta.services import begin_delta, record_dimension
from process.models import DeltaDimension, DeltaScore, DeltaVisit
from tests import factories
from tests.factories import SYSTEM
from workshops.registries import assessment_sources

pytestmark = pytest.mark.django_db


def test_a_number_goes_to_the_latest_visit_and_leaves_the_rest_of_the_score() -> None:
    discovery = factories.discovery()
    begin_delta(actor=SYSTEM, discovery=discovery)
    dimension = DeltaDimension.objects.all()[0]
    first = DeltaVisit.objects.get()
    factories.make(DeltaScore, visit=first, dimension=dimension, today=1, wanted=2)
    later = factories.make(DeltaVisit, discovery=discovery, name="Later", held_on=date(2099, 1, 1))
    held = factories.make(DeltaScore, visit=later, dimension=dimension, today=2, wanted=4, evidence="Seen")

    record_dimension(actor=SYSTEM, dimension=dimension, numbers={"today": 3})

    held.refresh_from_db()
    assert (held.today, held.wanted, held.evidence) == (3, 4, "Seen")
    assert DeltaScore.objects.get(visit=first).today == 1


def test_without_a_visit_the_first_is_made() -> None:
    discovery = factories.discovery()
    dimension = factories.make(DeltaDimension, discovery=discovery, stream="product", name="Owners")
    for today in (2, 3):
        record_dimension(actor=SYSTEM, dimension=dimension, numbers={"today": today, "wanted": 5})
    score = DeltaScore.objects.get()
    assert (score.today, score.wanted, DeltaVisit.objects.count()) == (3, 5, 1)


@pytest.mark.parametrize("key", ["suitability", "readiness", "delta", "capabilities"])
def test_nothing_of_another_discovery_is_recorded_nor_by_viewers(key: str) -> None:
    own, other = factories.discovery(), factories.discovery()
    what = assessment_sources.get(key)
    what.begin(SYSTEM, other)
    subject = what.subjects(other)[0]
    numbers = {scale.field: 1 for scale in what.scales(other, "")}
    with pytest.raises(NotFound):
        what.record(SYSTEM, own, subject.uuid, numbers)
    viewer = Actor.of_account(factories.access(other, DiscoveryRole.VIEWER))
    with pytest.raises(NotAllowed):
        what.record(viewer, other, subject.uuid, numbers)
    assert subject == what.subjects(other)[0]
