"""Undo takes back a whole operation, or says who built on it."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from core.exceptions import Conflict, NotAllowed, NotFound, Stale
from core.models import Operation
from core.models.history import UnattributedChange
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from lvt.models import Goal, Hypothesis
from organizations.actors import Actor
from organizations.models import Team
from organizations.organization.models import OrganizationRole
from tests import factories
from workshops.services.undo import can_undo, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(discovery):
    return Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))


@pytest.fixture
def goal(discovery):
    return factories.make(Goal, discovery=discovery, title="Higher success")


def _rename(actor: Actor, goal: Goal, title: str) -> Operation:
    with operation(actor, "goal.changed", place=goal.discovery) as done:
        artifacts.change(goal, title=title)
    return done


def test_a_change_is_taken_back_and_can_be_done_again(editor, goal):
    renamed = _rename(editor, goal, "Lower success")

    taken_back = undo(actor=editor, target=renamed)

    assert Goal.objects.get(pk=goal.pk).title == "Higher success"
    undo(actor=editor, target=taken_back)
    assert Goal.objects.get(pk=goal.pk).title == "Lower success"


def test_what_was_added_goes_to_the_trash(editor, discovery):
    with operation(editor, "goal.added", place=discovery) as added:
        goal = artifacts.add(Goal, discovery=discovery, title="New")

    undo(actor=editor, target=added)

    assert not Goal.objects.filter(pk=goal.pk).exists()
    assert Goal.everything.get(pk=goal.pk).deleted_at is not None


def test_a_deleted_branch_comes_back_whole(editor, goal):
    bet = factories.make(Hypothesis, goal=goal, statement="A bet")
    with operation(editor, "goal.deleted", place=goal.discovery) as deleted:
        artifacts.trash(goal, bet)

    undo(actor=editor, target=deleted)

    assert Goal.objects.filter(pk=goal.pk).exists()
    assert Hypothesis.objects.filter(pk=bet.pk).exists()


def test_undo_is_refused_when_somebody_built_on_it(editor, goal):
    renamed = _rename(editor, goal, "Lower success")
    other = Actor.of_account(factories.access(goal.discovery, DiscoveryRole.EDITOR, name="Otto Other"))
    _rename(other, goal, "Best success")

    assert not can_undo(renamed)
    with pytest.raises(Conflict, match="Otto Other changed “Best success” afterwards"):
        undo(actor=editor, target=renamed)

    assert Goal.objects.get(pk=goal.pk).title == "Best success"


def test_undo_works_once(editor, goal):
    renamed = _rename(editor, goal, "Lower success")
    undo(actor=editor, target=renamed)

    with pytest.raises(Conflict, match="already undone"):
        undo(actor=editor, target=renamed)


def test_a_stranger_finds_nothing_to_undo(editor, goal):
    renamed = _rename(editor, goal, "Lower success")

    with pytest.raises(NotFound):
        undo(actor=Actor.of_account(factories.user()), target=renamed)


def test_a_stale_form_is_noticed_and_nothing_is_written(editor, goal):
    _rename(editor, goal, "Lower success")

    with pytest.raises(Stale) as stale, operation(editor, "goal.changed"):
        artifacts.change(goal, revision=1, title="Mine")

    assert isinstance(stale.value.current, Goal)
    assert stale.value.current.title == "Lower success"
    assert Goal.objects.get(pk=goal.pk).title == "Lower success"


def test_nothing_is_saved_without_an_actor(goal):
    with pytest.raises(UnattributedChange):
        artifacts.change(goal, title="Who was it?")


def test_an_unchanged_field_writes_no_history(editor, goal):
    before = Goal.history.count()

    _rename(editor, goal, "Higher success")

    assert Goal.history.count() == before


def test_what_others_built_on_is_not_taken_back_from_under_it(editor, discovery):
    with operation(editor, "goal.added", place=discovery) as added:
        goal = artifacts.add(Goal, discovery=discovery, title="New")
    bet = factories.make(Hypothesis, goal=goal, statement="A bet on it")

    assert not can_undo(added)
    with pytest.raises(Conflict, match="“A bet on it” was added to it afterwards"):
        undo(actor=editor, target=added)

    with operation(editor, "hypothesis.deleted", place=discovery):
        artifacts.trash(bet)
    undo(actor=editor, target=added)
    assert not Goal.objects.filter(pk=goal.pk).exists()


def test_what_was_added_together_is_taken_back_together(editor, discovery):
    with operation(editor, "goal.added", place=discovery) as added:
        goal = artifacts.add(Goal, discovery=discovery, title="New")
        artifacts.add(Hypothesis, goal=goal, statement="A bet")

    undo(actor=editor, target=added)

    assert not Goal.objects.filter(discovery=discovery).exists()
    assert not Hypothesis.objects.filter(goal=goal).exists()


@pytest.mark.parametrize("verb", ["access.changed", "workshop.deleted", "discovery.changed"])
def test_an_editor_cannot_undo_what_only_facilitators_do(editor, discovery, verb):
    with operation(Actor.system("test"), verb, place=discovery) as done:
        artifacts.change(discovery, name="Renamed")

    with pytest.raises(NotAllowed):
        undo(actor=editor, target=done)

    facilitator = Actor.of_account(factories.access(discovery, DiscoveryRole.FACILITATOR))
    taken_back = undo(actor=facilitator, target=done)
    with pytest.raises(NotAllowed):
        undo(actor=editor, target=taken_back)


def test_facilitators_undo_their_own_changes_of_the_organization(organization):
    """Their own is what their account did: a file may bring a participant with its uuid."""
    own, other = (
        Actor.of_account(factories.member(organization, OrganizationRole.FACILITATOR)) for _time in range(2)
    )
    team = kinds.add(actor=own, draft=Team(organization=organization, name="Brand"))
    added = Operation.objects.get(verb="team.added")
    of_file = Operation(actor_kind="participant", actor_uuid=own.uuid, **asdict(added.place))

    for actor, target in ((other, added), (own, of_file)):
        with pytest.raises(NotAllowed):
            undo(actor=actor, target=target)
    undo(actor=own, target=added)
    assert not Team.objects.filter(pk=team.pk).exists()


def test_what_a_room_has_seen_is_not_undone_by_anybody(discovery):
    facilitator = Actor.of_account(factories.access(discovery))
    workshop = factories.workshop(discovery)
    with operation(facilitator, "workshop.started", place=workshop) as started:
        artifacts.change(workshop, state="live")

    assert not can_undo(started)
    with pytest.raises(Conflict, match="has already seen this"):
        undo(actor=facilitator, target=started)


def test_a_live_room_of_the_discovery_shows_what_was_undone(editor, goal):
    live, planned = (factories.workshop(goal.discovery, state=state) for state in ("live", "planned"))
    renamed = _rename(editor, goal, "Lower success")

    undo(actor=editor, target=renamed)

    live.refresh_from_db()
    planned.refresh_from_db()
    assert (live.live_revision, planned.live_revision) == (1, 0)
