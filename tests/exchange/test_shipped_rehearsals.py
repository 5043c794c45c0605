"""The agendas that ship hold their minutes: a dress rehearsal of each, with thirty people, in the demo."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from discovery.models import Discovery
from exchange.dress_rehearsal import services as rehearsals
from lvt.models import UseCase
from lvt.writing_groups import services as writing_groups
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.exchange.test_rehearsals import rehearse
from tests.factories import SYSTEM
from workshops.agenda.time_estimates.rules import COUNT
from workshops.agenda.time_estimates.selectors import too_much_in
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.dress_rehearsal.selectors import standing_of
from workshops.dress_rehearsal.services import copy_of
from workshops.models import Workshop
from workshops.workshop import services as workshops

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# What people do follows from the uuid of a rehearsal.
SEED = UUID("5c0ffee0-0000-4000-8000-000000000002")


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    with loaded(django_db_blocker) as lines:
        yield lines


@pytest.fixture
def discovery(demo, monkeypatch: pytest.MonkeyPatch) -> Discovery:
    # Groups are dealt by ids, which no seed sets: here they follow the order of arrival.
    monkeypatch.setattr(writing_groups, "_shuffled", lambda _seed: "")
    return demo_discovery()


@pytest.mark.sweep(sample=("prioritization", "joining_owners"))
@pytest.mark.parametrize("key", TEMPLATES)
def test_a_shipped_agenda_holds_its_minutes_with_thirty_people(discovery: Discovery, key: str) -> None:
    _holds(workshops.add_workshop(actor=SYSTEM, discovery=discovery, name="Sitting", template=key))


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize(
    ("key", "there"), [("prioritization", 15), ("priorities", 30), ("scoring_round", 30)]
)
def test_a_list_of_thirty_use_cases_is_not_too_long(discovery: Discovery, key: str, there: int) -> None:
    """In the hour, pairs write half of them."""
    for number in range(there - UseCase.objects.filter(discovery=discovery).count()):
        factories.make(UseCase, discovery=discovery, name=f"Idea {number}")
    _holds(workshops.add_workshop(actor=SYSTEM, discovery=discovery, name="Sitting", template=key))


def _holds(workshop: Workshop) -> None:
    """The computed minutes fit, and those of the rehearsal."""
    assert [(each.activity.title, each.estimate) for each in too_much_in(workshop)] == []

    held = rehearse(workshop, length=10.0, seed=SEED)

    copied = copy_of(held)
    assert copied is not None
    assert copied.participants.filter(removed_at=None).count() == COUNT == 30
    standing = standing_of(workshop)
    assert standing is not None
    assert standing.percent == 100 or all(row.took for row in standing.rows)
    over = {(row.room, row.title): (row.planned, row.took) for row in standing.rows if row.over}
    assert over == {}
    assert standing.over <= 0


def test_two_rehearsals_with_the_same_seed_take_the_same_minutes(discovery: Discovery) -> None:
    def minutes() -> list[int | None]:
        workshop = workshops.add_workshop(
            actor=SYSTEM, discovery=discovery, name="Sitting", template="prioritization"
        )
        held = rehearse(workshop, length=10.0, seed=SEED)
        standing = standing_of(workshop)
        assert standing is not None
        rehearsals.throw_away(actor=SYSTEM, workshop=workshop)
        rehearsals.clear_away.call(str(held.uuid))
        return [row.took for row in standing.rows]

    assert minutes() == minutes()
