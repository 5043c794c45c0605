"""Live rooms of fair shares, with what the pure modules make of the same answers."""

from __future__ import annotations

import random
from collections.abc import Iterable
from uuid import UUID

from django.template.loader import render_to_string

from lvt.leniency import adjusted
from lvt.methods.presets import DEFAULT
from lvt.methods.selectors import as_method
from lvt.models import ScoringRound, UseCase
from lvt.ranking_evidence.rules import Panel
from lvt.rounds.services import open_round, reveal
from lvt.scoring.rules import Result, evaluate
from lvt.scoring_method import Ballot, Key
from lvt.scoring_shares.selectors import share_of
from lvt.scoring_shares.services import keep_shares
from lvt.selectors.scoring_assignments import kept_shares
from organizations.actors import Actor
from tests.factories import SYSTEM, make
from tests.lvt.rooms import Room, scoring_room
from workshops.actors import RoomActor
from workshops.joining.participants.services import join
from workshops.models import Activity, Participant
from workshops.registries import activity_kinds

SCORING = activity_kinds.get("scoring")


def fair(use_cases: int = 12, people: int = 0, preset: str = DEFAULT.key) -> Room:
    """A live room whose activity asks for shares, with an open round for so many use cases."""
    room = scoring_room("Only", preset=preset)
    for number in range(use_cases - 1):
        room.use_cases.append(make(UseCase, discovery=room.discovery, name=f"Case {number}", position=number))
    Activity.objects.filter(pk=room.activity.pk).update(settings={"fair_share": True})
    room.activity.refresh_from_db()
    for number in range(people):
        room.join(f"P{number}", ("business", "it")[number % 2])
    room.round = open_round(
        actor=SYSTEM, activity=room.activity, use_cases=room.use_cases, method=room.method
    )
    return room


def page(room: Room, part: str, participant: Participant | None = None) -> str:
    context = (
        SCORING.mine(room.activity, RoomActor.of_participant(participant))
        if participant
        else getattr(SCORING, part)(room.activity)
    )
    return render_to_string(f"{SCORING.template_dir}/{part}.html", context)


def share(room: Room, person: Participant) -> list[int]:
    """The places of the use cases in the share of a person."""
    own = share_of(ScoringRound.objects.get(pk=room.round.pk), person)
    return [room.use_cases.index(each) for each in own]


def give_share(room: Room, person: Participant, value: int = 3) -> None:
    for place in share(room, person):
        room.give_all(person, *[value] * 7, use_case=place)


def arrive(room: Room, name: str, side: str = "it") -> Participant:
    """Somebody who comes in by the form of the join page."""
    return join(actor=Actor.nobody(), workshop=room.workshop, display_name=name, side=side, join_key=name)


def _number(rows: Iterable[UseCase | Participant], first: int) -> None:
    """Give the rows the same uuids in each run, because shares follow them."""
    for number, row in enumerate(rows, first):
        row.uuid = UUID(int=number)
        type(row)._base_manager.filter(pk=row.pk).update(uuid=row.uuid)


def fair_room(seed: int, preset: str = "seven_criteria") -> tuple[Room, Result]:
    """A revealed room in which each of ten people was dealt three of five use cases. Two came late, and one
    of these gave nothing. With what the pure modules make of the same answers."""
    chance = random.Random(seed)
    room = scoring_room("Alpha", "Beta", "Gamma", "Delta", "Epsilon", preset=preset)
    ScoringRound.objects.filter(pk=room.round.pk).update(most_each=3)
    room.round.refresh_from_db()
    first = 100 * (seed + 1)
    _number(room.use_cases, first)
    people = [room.join(f"P{number}", ("business", "it", "it", "other")[number % 4]) for number in range(8)]
    _number(people, first + 50)
    keep_shares(room.round)
    people += [room.join(f"Late {number}", chance.choice(("business", "it"))) for number in range(2)]
    _number(people[8:], first + 58)
    keep_shares(room.round)
    shares = kept_shares(room.round.uuid)
    criteria = list(room.method.criteria.all())
    ballots: list[Ballot] = []
    for person in people[:-1]:
        lenient = chance.choice((-1, 0, 1))
        for place, use_case in enumerate(room.use_cases):
            if use_case.pk not in shares[person.pk]:
                continue
            for number, criterion in enumerate(criteria):
                scale = [each.value for each in criterion.scale]
                value = scale[max(0, min(len(scale) - 1, chance.randrange(len(scale)) + lenient))]
                given = None if chance.random() < 0.1 else value
                room.give(person, given, place, number)
                ballots.append(Ballot(person.pk, person.side, use_case.pk, criterion.pk, given))
    room.round = reveal(actor=SYSTEM, round=room.round)
    method = as_method(room.method)
    keys: list[Key] = [each.pk for each in room.use_cases]
    sides: dict[Key, str] = {each.pk: each.side for each in people}
    active = frozenset(each.participant for each in ballots if each.value is not None)
    panel = Panel(tuple(keys), sides, active, {pk: frozenset(share) for pk, share in shares.items()})
    return room, evaluate(method, keys, adjusted(method, ballots), [panel])
