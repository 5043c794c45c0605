"""Live rooms of fair shares, with what the pure modules make of the same answers."""

from __future__ import annotations

import random

from lvt.evidence import Panel
from lvt.leniency import adjusted
from lvt.models import ScoringRound
from lvt.scoring import Result, evaluate
from lvt.scoring_method import Ballot, Key
from lvt.selectors.methods import as_method
from lvt.selectors.share_rows import kept_shares
from lvt.services.rounds import reveal
from lvt.services.shares import keep_shares
from tests.factories import SYSTEM
from tests.lvt.rooms import Room, scoring_room


def fair_room(seed: int, preset: str = "seven_criteria") -> tuple[Room, Result]:
    """A revealed room in which each of ten people was dealt two of four use cases. Two came late, and one of
    these gave nothing. With what the pure modules make of the same answers."""
    chance = random.Random(seed)
    room = scoring_room("Alpha", "Beta", "Gamma", "Delta", preset=preset)
    ScoringRound.objects.filter(pk=room.round.pk).update(most_each=2)
    room.round.refresh_from_db()
    people = [room.join(f"P{number}", ("business", "it", "it", "other")[number % 4]) for number in range(8)]
    keep_shares(room.round)
    people += [room.join(f"Late {number}", chance.choice(("business", "it"))) for number in range(2)]
    keep_shares(room.round)
    shares = kept_shares(room.round)
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
