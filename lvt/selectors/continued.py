"""Goals and bets that a later discovery of their domain took over when it started from the last one: they go
on there, and count once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from discovery.models import Discovery
from discovery.models.discovery import CARRIED_ON
from lvt.models import Goal, Hypothesis
from lvt.selectors.tree import ValueTree


def continued(discoveries: Sequence[Discovery], trees: Mapping[int, ValueTree]) -> dict[UUID, UUID]:
    """From each goal and bet that was taken over to the one that goes on in it, by their uuids. The operation
    of the start does not name the last discovery: that is the latest one before that says the same in the
    same words. One that is worded otherwise since the start is not known, and counts. With one query."""
    if max(Counter(each.domain_id for each in discoveries).values(), default=0) < 2:
        return {}
    taken_over = _taken_over(discoveries)
    before: dict[tuple[int, type, str], list[UUID]] = {}
    known: dict[UUID, UUID] = {}
    for discovery in sorted(discoveries, key=lambda each: (each.created_at, each.pk)):
        here: dict[tuple[int, type, str], list[UUID]] = defaultdict(list)
        for row in _rows(trees[discovery.pk]):
            here[discovery.domain_id, type(row), str(row)].append(row.uuid)
            same = before.get((discovery.domain_id, type(row), taken_over.get(row.uuid, "")))
            if same:
                known[row.uuid] = same.pop(0)
        before |= here
    return known


def _taken_over(discoveries: Sequence[Discovery]) -> dict[UUID, str]:
    """What was said of each in the discovery from which it came, by its uuid."""
    at_the_start = {
        "operation__verb": CARRIED_ON,
        "operation__scope_uuid__in": [each.uuid for each in discoveries],
        "history_type": "+",
    }
    goals = Goal.history.filter(**at_the_start).order_by().values_list("uuid", "title")
    bets = Hypothesis.history.filter(**at_the_start).order_by().values_list("uuid", "statement")
    return dict(goals.union(bets, all=True))


def _rows(tree: ValueTree) -> Iterator[Goal | Hypothesis]:
    for goal in tree.goals:
        yield goal.goal
        for branch in goal.hypotheses:
            yield branch.hypothesis
