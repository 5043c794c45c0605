"""The red thread: from any artifact in one sentence up to the vision, and in one down to what is promised and
what is lacking. Texts in, texts out; no database.

A thread is a chain of tiers, from the vision down to promises. What stands on a tier is named in the order in
which it was given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# So many of a tier are named; the others are counted.
MOST = 3


class Tier(IntEnum):
    """From above to below."""

    VISION = 0
    GOAL = 1
    BET = 2
    USE_CASE = 3
    PRODUCT = 4
    PROMISE = 5


@dataclass(frozen=True, slots=True)
class Thread:
    """An artifact, by its `name` and its `tier`, with what hangs above and below it on the other tiers. `who`
    are the people who made the bets, in their order, "" for nobody; `lacks` is what is still missing."""

    name: str
    tier: Tier
    knots: Mapping[Tier, Sequence[str]]
    who: Sequence[str] = ()
    lacks: Sequence[str] = ()

    def on(self, tier: Tier) -> Sequence[str]:
        return self.knots.get(tier, ())


def upward(thread: Thread) -> str:
    """Why it is there, up to the vision: each tier that is not reached says so."""
    above = [Tier(tier) for tier in range(thread.tier - 1, -1, -1)]
    clauses = [clause for tier in above if (clause := _UP[tier](thread))]
    return _sentence(thread.name, [*_begun(thread.tier), *clauses] if clauses else [])


def downward(thread: Thread) -> str:
    """What keeps it, down to promises, and what is lacking."""
    below = [tier for tier in Tier if tier > thread.tier]
    clauses = [clause for tier in below if (clause := _DOWN[tier](thread))]
    lacks = _listed(thread.lacks)
    clauses.append(
        _("and lacks %(things)s") % {"things": lacks} if lacks else _("and lacks nothing that we know of")
    )
    return _sentence(thread.name, clauses)


def _sentence(name: str, clauses: Sequence[str]) -> str:
    if not clauses:
        return ""
    said = ", ".join(clauses)
    return _("%(name)s %(said)s.") % {"name": f"“{name.rstrip('.')}”", "said": said.rstrip(".")}


def _begun(tier: Tier) -> list[str]:
    """What is said of an artifact before what is above it, where that would not be a sentence."""
    begun = {
        Tier.GOAL: _("is a goal"),
        Tier.BET: _("is our hypothesis"),
        Tier.USE_CASE: _("is a use case"),
    }
    return [begun[tier]] if tier in begun else []


def _up_to_product(thread: Thread) -> str:
    return _("is a promise of %(names)s") % {"names": _listed(thread.on(Tier.PRODUCT))}


def _up_to_use_case(thread: Thread) -> str:
    names = _listed(thread.on(Tier.USE_CASE))
    return _("serves %(names)s") % {"names": names} if names else _("doesn’t serve a use case yet")


def _up_to_bet(thread: Thread) -> str:
    bets = thread.on(Tier.BET)
    if not bets:
        return _("and isn’t linked to a hypothesis")
    who = thread.who[0] if thread.who else ""
    if len(bets) == 1 and who:
        return _("because %(who)s expects that %(bet)s") % {"who": who, "bet": _listed(bets)}
    return _("because we expect that %(bets)s") % {"bets": _listed(bets)}


def _up_to_goal(thread: Thread) -> str:
    goals = _listed(thread.on(Tier.GOAL))
    return _("because we want %(goals)s") % {"goals": goals} if goals else ""


def _up_to_vision(thread: Thread) -> str:
    vision = _listed(thread.on(Tier.VISION))
    return _("on the way to %(vision)s") % {"vision": vision} if vision else _("and there’s no vision yet")


_UP = {
    Tier.PRODUCT: _up_to_product,
    Tier.USE_CASE: _up_to_use_case,
    Tier.BET: _up_to_bet,
    Tier.GOAL: _up_to_goal,
    Tier.VISION: _up_to_vision,
}


def _down_to_goal(thread: Thread) -> str:
    goals = _listed(thread.on(Tier.GOAL))
    return _("is broken down into %(goals)s") % {"goals": goals} if goals else _("has no goal yet")


def _down_to_bet(thread: Thread) -> str:
    bets = _listed(thread.on(Tier.BET))
    return _("depends on hypothesis %(bets)s") % {"bets": bets} if bets else _("has no hypothesis yet")


def _down_to_use_case(thread: Thread) -> str:
    names = _listed(thread.on(Tier.USE_CASE))
    return _("is tested by %(names)s") % {"names": names} if names else _("isn’t tested by a use case yet")


def _down_to_product(thread: Thread) -> str:
    names = _listed(thread.on(Tier.PRODUCT))
    return _("needs %(names)s") % {"names": names} if names else _("has no data product yet")


def _down_to_promise(thread: Thread) -> str:
    promises = _listed(thread.on(Tier.PROMISE))
    if thread.tier is Tier.PRODUCT:
        return _("promises %(promises)s") % {"promises": promises} if promises else _("has no promise yet")
    if promises:
        return _("relies on the promise %(promises)s") % {"promises": promises}
    return _("has no promise to rely on yet")


_DOWN = {
    Tier.GOAL: _down_to_goal,
    Tier.BET: _down_to_bet,
    Tier.USE_CASE: _down_to_use_case,
    Tier.PRODUCT: _down_to_product,
    Tier.PROMISE: _down_to_promise,
}


def _listed(names: Sequence[str]) -> str:
    """Up to a few names in quotes, then the count of the others."""
    shown = [f"“{name.strip().rstrip('.')}”" for name in names[:MOST]]
    if len(names) > MOST:
        more = len(names) - MOST
        shown.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    if len(shown) < 2:
        return "".join(shown)
    return _("%(first)s and %(last)s") % {"first": ", ".join(shown[:-1]), "last": shown[-1]}
