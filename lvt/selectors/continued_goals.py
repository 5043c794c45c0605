"""Goals and bets that a later discovery of their domain took over when it started from the last one: they go
on there, and count once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Value

from discovery.discoveries.models import CARRIED_ON
from discovery.models import Discovery
from lvt.models import Goal, Hypothesis
from lvt.tree.selectors import ValueTree


def continued(discoveries: Sequence[Discovery], trees: Mapping[int, ValueTree]) -> dict[UUID, UUID]:
    """From each goal and bet that was taken over to the one that continues it, by their uuids. The operation
    of the start does not name the last discovery: that is the latest one before with the same text when this
    one started, even if either was reworded since. With two queries, the second where something was taken
    over."""
    if max(Counter(each.domain_id for each in discoveries).values(), default=0) < 2:
        return {}
    taken_over = _taken_over(discoveries)
    worded = _worded(discoveries) if taken_over else {}
    before: dict[int, list[UUID]] = defaultdict(list)
    earlier: dict[UUID, UUID] = {}
    for discovery in sorted(discoveries, key=lambda each: (each.created_at, each.pk)):
        here = [row.uuid for row in _rows(trees[discovery.pk])]
        free = dict.fromkeys(before[discovery.domain_id])
        for uuid in here:
            if uuid not in taken_over:
                continue
            text, at = taken_over[uuid]
            same = next((each for each in free if _as_of(worded[each], at) == text), None)
            if same is not None:
                earlier[uuid] = same
                del free[same]
        before[discovery.domain_id] = [*here, *before[discovery.domain_id]]
    return earlier


Wording = tuple[str, str]
"""Of which model, and the words."""


def _taken_over(discoveries: Sequence[Discovery]) -> dict[UUID, tuple[Wording, datetime]]:
    """The text of each in the discovery from which it came, and the time, by its uuid."""
    at_the_start = {
        "operation__verb": CARRIED_ON,
        "operation__scope_uuid__in": [each.uuid for each in discoveries],
        "history_type": "+",
    }
    return {uuid: (text, at) for uuid, text, at in _versions(at_the_start, at_the_start)}


def _worded(discoveries: Sequence[Discovery]) -> dict[UUID, list[tuple[datetime, Wording]]]:
    """All words of each goal and bet, the first first."""
    words: dict[UUID, list[tuple[datetime, Wording]]] = defaultdict(list)
    of_goals = {"discovery__in": discoveries}
    of_bets = {"goal__in": Goal.everything.filter(**of_goals)}
    for uuid, text, at in _versions(of_goals, of_bets):
        words[uuid].append((at, text))
    for versions in words.values():
        versions.sort(key=lambda version: version[0])
    return words


def _versions(of_goals: dict[str, Any], of_bets: dict[str, Any]) -> Iterator[tuple[UUID, Wording, datetime]]:
    goals = Goal.history.filter(**of_goals).order_by()
    bets = Hypothesis.history.filter(**of_bets).order_by()
    rows = goals.values_list("uuid", Value("goal"), "title", "history_date").union(
        bets.values_list("uuid", Value("bet"), "statement", "history_date"), all=True
    )
    for uuid, kind, words, at in rows:
        yield uuid, (kind, words), at


def _as_of(versions: Sequence[tuple[datetime, Wording]], at: datetime) -> Wording | None:
    """The text at that time."""
    earlier = [text for since, text in versions if since <= at]
    return earlier[-1] if earlier else None


def _rows(tree: ValueTree) -> Iterator[Goal | Hypothesis]:
    for goal in tree.goals:
        yield goal.goal
        for branch in goal.hypotheses:
            yield branch.hypothesis
