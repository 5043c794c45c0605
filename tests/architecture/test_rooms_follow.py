"""What is written on a page reaches every live room that shows it, whatever the kind of its activity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, models, transaction
from django.db.models import QuerySet
from django.test import RequestFactory, TestCase
from django.utils import timezone

from core.models import Artifact
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.models import Discovery, DiscoveryAccess
from live import Snapshot, publishing, regions_for
from live.messages import Change
from live.regions import AUDIENCES
from lvt.kinds.room_updates import TREE_TOGETHER
from lvt.models import (
    Goal,
    Hypothesis,
    Initiative,
    Measure,
    MeasuredValue,
    RoundUseCase,
    ScoringRound,
    ShortlistedUseCase,
    UseCase,
    Vision,
)
from organizations.models import Domain, Membership, Organization
from tests import factories
from tests.architecture.hiding import differing
from tests.architecture.world import World
from tests.factories import SYSTEM
from tests.workshops.boards import forget_boards
from workshops.activities import personal_parts
from workshops.activity_kind import ActivityKind
from workshops.actors import RoomActor
from workshops.models import (
    ActionItem,
    Activity,
    Decision,
    Note,
    NoteGroup,
    ParkingLotItem,
    Question,
    Risk,
    Track,
    Workshop,
)
from workshops.registries import activity_kinds
from workshops.results.decisions.services import add_decision, change_decision
from workshops.results.quick_captures import services as captures
from workshops.room.running.selectors import room_state
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

KINDS = sorted(activity_kinds, key=lambda kind: kind.key)
# What makes the room, and what people do in rooms alone: the services of the room tell it.
OF_ROOMS = (
    *(Activity, Discovery, DiscoveryAccess, Domain, Membership, Organization, Track, Workshop),
    *(Note, NoteGroup, RoundUseCase, ScoringRound, ShortlistedUseCase),
)
# The console lists them in a part of their own, with a topic of its own.
CAPTURED = (ActionItem, Decision, ParkingLotItem, Question, Risk)
# Kinds of the tree tell rooms that draw it themselves, goal by goal (lvt.kinds.room_updates).
TOLD_BY_GOAL = (Vision, Goal, Hypothesis, Initiative, Measure, MeasuredValue)
SHOWN = sorted(
    ((kind, model) for kind in KINDS for model in kind.follows()),
    key=lambda pair: (pair[0].key, pair[1].__name__),
)


class Room:
    """The world's own room, in its activity of a kind."""

    def __init__(self, world: World, kind: ActivityKind) -> None:
        self.kind, self.workshop = kind, world.own.workshop
        self.activity: Activity = world.own.activities[kind.key]
        self.actor = RoomActor.of_participant(world.own.participant)
        with operation(SYSTEM, "test.started", place=self.workshop):
            kind.on_start(self.activity, SYSTEM)
        Track.objects.filter(pk=self.activity.track_id).update(current=self.activity)

    def enter(self, phase: str) -> None:
        Activity.objects.filter(pk=self.activity.pk).update(phase=phase)
        self.activity = Activity.objects.select_related("track__workshop__discovery").get(pk=self.activity.pk)

    def drawn(self) -> dict[str, str]:
        """Every region of every audience, and a phone's own part."""
        fragments = {}
        forget_boards(self.activity)
        for audience in sorted(AUDIENCES):
            shot = Snapshot(self.workshop.pk, 1, audience, frozenset())
            for region in regions_for(audience):
                if region.render is not None:
                    fragments[f"{audience} {region.key}"] = region.render(shot)
        state = room_state(self.workshop.pk, self.activity.track_id)
        request = RequestFactory().get("/")
        own = personal_parts.draw_own_part(request, state, self.activity, self.kind, self.actor)
        return {**fragments, "room mine": own}

    def from_elsewhere(self, model: type[Artifact]) -> QuerySet[Artifact]:
        """The rows that were not contributed to this activity."""
        rows = model.everything.all()
        if "activity" in {field.name for field in model._meta.get_fields()}:
            return rows.exclude(**{"activity": self.activity})
        return rows


def change_all(rows: QuerySet[Artifact]) -> None:
    """Every text of the rows says something else, and they are deleted."""
    texts = {
        field.name: min(field.max_length or 40, 40)
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
    }
    for row in rows:
        said = {
            name: f"Anew {row.pk} {text}"[:longest]
            for name, longest in texts.items()
            if (text := getattr(row, name))
        }
        rows.model.everything.filter(pk=row.pk).update(**said, deleted_at=timezone.now())


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def changed_by(room: Room, untold: Iterable[type[Artifact]]) -> dict[str, str]:
    before = room.drawn()
    with taken_back():
        for model in untold:
            change_all(room.from_elsewhere(model))
        changed = differing(before, room.drawn())
    # The agenda is told of what activities to come show: here, of all kinds.
    if {*untold} <= {model for kind in KINDS for model in kind.follows()}:
        changed.pop("console agenda", None)
    return changed


def _apart(untold: list[type[Artifact]]) -> list[list[type[Artifact]]]:
    """What some kind shows, and what none does."""
    followed = {model for kind in KINDS for model in kind.follows()}
    return [[each for each in untold if (each in followed) == is_followed] for is_followed in (True, False)]


@pytest.mark.sweep(sample=3)
@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if not kind.shows_everything], ids=lambda kind: kind.key
)
def test_a_room_shows_nothing_of_pages_that_its_kind_does_not_name(
    world: World, kind: ActivityKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Screens show minutes, which pass.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    told = {*kind.follows(), *OF_ROOMS, *CAPTURED, *(TOLD_BY_GOAL if kind.key == TREE_TOGETHER else ())}
    all_models = [model for model in apps.get_models() if issubclass(model, Artifact)]
    untold = [model for model in all_models if model not in told]
    with taken_back():
        room = Room(world, kind)
        for phase in {each.key for each in (*kind.phases[:1], *kind.phases[-1:])} or {""}:
            room.enter(phase)
            if changed := [differs for part in _apart(untold) if (differs := changed_by(room, part))]:
                culprits = {model.__name__: where for model in untold if (where := changed_by(room, [model]))}
                pytest.fail(f"{kind.key} shows what it does not name in `shows`: {culprits or changed}")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Change]:
    """What the live layer is told."""
    changes: list[Change] = []
    monkeypatch.setattr(publishing, "_after_commit", changes.append)
    return changes


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize(
    ("kind", "model"), SHOWN, ids=lambda each: each.key if isinstance(each, ActivityKind) else each.__name__
)
def test_a_room_is_drawn_again_after_a_change_on_a_page(
    world: World, told: list[Change], kind: ActivityKind, model: type[Artifact]
) -> None:
    with taken_back():
        room = Room(world, kind)
        row = model.objects.first()
        assert row is not None, f"the world has no {model.__name__}"
        for place in (world.own.discovery, world.own.organization):
            told.clear()
            with (
                TestCase.captureOnCommitCallbacks(execute=True),
                operation(SYSTEM, "test.changed", place=place),
            ):
                artifacts.touch(row)
            topics = {
                topic for change in told if change.workshop_id == room.workshop.pk for topic in change.topics
            }
            assert {"items", "activity", "progress"} <= topics


def test_a_card_renamed_on_its_page_is_renamed_where_its_own_workshop_scores_it(
    world: World, told: list[Change]
) -> None:
    """Its operation belongs to the workshop, and is done by nobody of the room."""
    with taken_back():
        Room(world, activity_kinds.get("scoring"))
        card = UseCase.objects.get(pk=world.own.use_case.pk)
        with operation(SYSTEM, "test.written"):
            card = artifacts.change(card, activity=world.own.activities["write_use_cases"])
        with TestCase.captureOnCommitCallbacks(execute=True):
            kinds.change(actor=SYSTEM, artifact=card, name="Another name")
        assert any("activity" in change.topics for change in told)


def test_the_console_counts_minutes_again_after_a_change_on_a_page(world: World, told: list[Change]) -> None:
    """What the activities to come show changes what they need; in a room without them, nothing does."""
    with taken_back():
        room = Room(world, activity_kinds.get("break"))
        for to_come in (True, False):
            told.clear()
            if not to_come:
                Activity.objects.filter(track__workshop=room.workshop).update(started_at=timezone.now())
            with (
                TestCase.captureOnCommitCallbacks(execute=True),
                operation(SYSTEM, "test.changed", place=world.own.discovery),
            ):
                artifacts.touch(world.own.use_case)
            topics = {topic for change in told for topic in change.topics}
            assert ("agenda" in topics) == to_come


def test_what_lies_in_the_spotlight_is_drawn_again(world: World, told: list[Change]) -> None:
    with taken_back():
        Room(world, activity_kinds.get("break"))
        Workshop.objects.filter(pk=world.own.workshop.pk).update(
            spotlight_kind="goal", spotlight_uuid=world.own.goal.uuid
        )
        with TestCase.captureOnCommitCallbacks(execute=True):
            kinds.change(actor=SYSTEM, artifact=world.own.goal, title="Another title")
        assert any("steering" in change.topics for change in told)


@pytest.mark.parametrize("place", ["own activity", "own workshop", "another workshop"])
def test_a_decision_that_is_worded_anew_on_its_page_is_drawn_again(
    world: World, told: list[Change], place: str
) -> None:
    """Where it was taken, and in the spotlight of any room."""
    with taken_back():
        room = Room(world, activity_kinds.get("decide"))
        taken_in = room.activity
        if place == "another workshop":
            taken_in = factories.activity(factories.workshop(world.own.discovery, "Before"), "decide")
        elif place == "own workshop":
            taken_in = world.own.activities["consent"]
        decision = factories.make(
            Decision,
            discovery=world.own.discovery,
            workshop=taken_in.track.workshop,
            activity=taken_in,
            title="Start",
            reason="R",
        )
        Workshop.objects.filter(pk=world.own.workshop.pk).update(
            spotlight_kind="decision", spotlight_uuid=decision.uuid
        )
        with TestCase.captureOnCommitCallbacks(execute=True):
            change_decision(actor=SYSTEM, decision=decision, title="Start small")
        topics = {
            topic for change in told if change.workshop_id == room.workshop.pk for topic in change.topics
        }
        assert {"steering", *(["activity"] if taken_in == room.activity else [])} <= topics


@pytest.mark.parametrize("model", CAPTURED)
def test_what_is_captured_after_the_end_is_drawn_again(world: World, told: list[Change], model: Any) -> None:
    """All screens list decisions and actions once the workshop has ended, and phones their own actions."""
    with taken_back():
        workshop = world.own.workshop
        Track.objects.filter(workshop=workshop).update(current=None)
        Workshop.objects.filter(pk=workshop.pk).update(state=WorkshopState.ENDED)
        with TestCase.captureOnCommitCallbacks(execute=True):
            if model is Decision:
                add_decision(
                    actor=SYSTEM, discovery=workshop.discovery, title="Late", reason="R", workshop=workshop
                )
            else:
                captures.add(
                    actor=SYSTEM, draft=model(discovery=workshop.discovery, title="Late", workshop=workshop)
                )
        topics = {topic for change in told if change.workshop_id == workshop.pk for topic in change.topics}
        assert {"captures", "activity"} <= topics


def test_what_is_saved_stays_saved_when_no_room_can_be_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer would be an error, and what else waits for the commit would be lost."""

    def locked(*_args: object) -> int:
        raise OperationalError("database is locked")

    with taken_back():
        Room(world, activity_kinds.get("scoring"))
        monkeypatch.setattr(publishing, "publish_change", locked)
        told: list[str] = []
        with TestCase.captureOnCommitCallbacks(execute=True):
            with operation(SYSTEM, "test.changed", place=world.own.discovery):
                artifacts.touch(world.own.use_case)
            transaction.on_commit(lambda: told.append("what comes next"))
        assert told


def test_a_room_that_cannot_be_told_keeps_no_other_from_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with taken_back():
        Room(world, activity_kinds.get("scoring"))
        other = factories.workshop(world.own.discovery, "Beside", state=WorkshopState.LIVE)
        beside = factories.activity(other, "scoring")
        Track.objects.filter(workshop=other).update(current=beside)
        for locked, told in ((world.own.workshop, other), (other, world.own.workshop)):
            heard: list[int] = []

            def change(
                workshop: int,
                *_topics: str,
                locked: int = locked.pk,
                heard: list[int] = heard,
                **_keys: object,
            ) -> int:
                if workshop == locked:
                    raise OperationalError("database is locked")
                heard.append(workshop)
                return 0

            monkeypatch.setattr(publishing, "publish_change", change)
            with (
                TestCase.captureOnCommitCallbacks(execute=True),
                operation(SYSTEM, "test.changed", place=world.own.discovery),
            ):
                artifacts.touch(world.own.use_case)
            assert heard == [told.pk]


def test_a_room_that_shows_nothing_of_it_and_rooms_elsewhere_stay_as_they_are(
    world: World, told: list[Change]
) -> None:
    with taken_back():
        room = Room(world, activity_kinds.get("break"))
        Activity.objects.filter(track__workshop=room.workshop).update(started_at=timezone.now())
        factories.workshop(world.other.discovery, "Elsewhere", state=WorkshopState.LIVE)
        with (
            TestCase.captureOnCommitCallbacks(execute=True),
            operation(SYSTEM, "test.changed", place=world.own.discovery),
        ):
            artifacts.touch(world.own.use_case)
        assert told == []
