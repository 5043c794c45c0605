"""The red thread: from any artifact up to the vision, and down to what is promised and what is lacking, a
sentence a tier, or a step of a ladder. Texts in, texts out; no database.

A thread is a chain of tiers, from the vision down to promises. Things on a tier are named in the order in
which it was given.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.labels import Text, quoted
from discovery import spotlight_headlines

# So many of a tier are named; the others are counted.
MOST = 3


class ThreadTier(IntEnum):
    """From above to below."""

    VISION = 0
    GOAL = 1
    BET = 2
    USE_CASE = 3
    PRODUCT = 4
    PROMISE = 5


@dataclass(frozen=True, slots=True)
class Thread:
    """An artifact, by its `name` and its `tier`, with the things above and below it on the other tiers. `who`
    are the people who made the bets, in their order, "" for no one; `lacks` is what is still missing.
    `indirect` are the use cases that need a product only through others."""

    name: str
    tier: ThreadTier
    knots: Mapping[ThreadTier, Sequence[str]]
    who: Sequence[str] = ()
    lacks: Sequence[str] = ()
    indirect: Collection[str] = ()

    def on(self, tier: ThreadTier) -> Sequence[str]:
        return self.knots.get(tier, ())

    @property
    def is_unbroken(self) -> bool:
        """Return True if it reaches down to a promise. One that ends before lacks what comes next."""
        return all(self.on(tier) for tier in ThreadTier if tier > self.tier)


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder: the first things on a tier, and `more`, a count of the others. `problem` is there
    in their place if there are none. `who` made the only bet; the thread begins at its `is_own` step, and
    the one with what is missing `is_lacking`. What people wrote as a sentence `is_statement`. `indirect`
    names are linked only through other data products."""

    label: Text
    names: Sequence[str]
    more: str
    problem: Text
    who: str = ""
    is_own: bool = False
    is_lacking: bool = False
    is_statement: bool = False
    indirect: Collection[str] = ()


# The name of a tier with one thing, that of more, and what it has without any.
_LABELS: Mapping[ThreadTier, tuple[Text, Text, Text]] = {
    ThreadTier.VISION: (gettext_lazy("Vision"), gettext_lazy("Vision"), gettext_lazy("No vision yet.")),
    ThreadTier.GOAL: (gettext_lazy("Goal"), gettext_lazy("Goals"), gettext_lazy("No goals yet.")),
    ThreadTier.BET: (
        gettext_lazy("Hypothesis"),
        gettext_lazy("Hypotheses"),
        gettext_lazy("No hypotheses yet."),
    ),
    ThreadTier.USE_CASE: (
        gettext_lazy("Use case"),
        gettext_lazy("Use cases"),
        gettext_lazy("No use cases yet."),
    ),
    ThreadTier.PRODUCT: (
        gettext_lazy("Data product"),
        gettext_lazy("Data products"),
        gettext_lazy("No data products yet."),
    ),
    ThreadTier.PROMISE: (
        gettext_lazy("Promise"),
        gettext_lazy("Promises"),
        gettext_lazy("No promises yet."),
    ),
}


def ladder(thread: Thread) -> list[Rung]:
    """Its steps from the vision down to promises, and its missing parts."""
    rungs = []
    for tier, (one, many, none) in _LABELS.items():
        is_own = tier is thread.tier
        names = [thread.name] if is_own else thread.on(tier)
        who = thread.who[0] if tier is ThreadTier.BET and len(thread.who) == 1 else ""
        label = many if len(names) > 1 else one
        is_statement = tier in (ThreadTier.VISION, ThreadTier.BET)
        more = _rest_count(names)
        indirect = thread.indirect if tier is ThreadTier.USE_CASE else ()
        rungs.append(
            Rung(label, names[:MOST], more, none, who, is_own, is_statement=is_statement, indirect=indirect)
        )
    lacks = thread.lacks
    if not lacks and not thread.is_unbroken:
        return rungs
    none = _("Nothing is missing.")
    return [*rungs, Rung(_("Missing"), lacks[:MOST], _rest_count(lacks), none, is_lacking=bool(lacks))]


def headline(thread: Thread) -> str:
    """Its title: what it serves or needs, and what is missing."""
    use_cases = len(thread.on(ThreadTier.USE_CASE)) if thread.tier >= ThreadTier.PRODUCT else None
    products = len(thread.on(ThreadTier.PRODUCT))
    return spotlight_headlines.thread(
        thread.name, use_cases=use_cases, products=products, missing=thread.lacks
    )


def upward(thread: Thread) -> str:
    """Its purpose, up to the vision: each tier that is not reached says so."""
    return _sentences(thread, [tier for tier in reversed(ThreadTier) if tier < thread.tier], _UP)


def downward(thread: Thread) -> str:
    """Its support, down to promises, and its missing parts."""
    sentences = _sentences(thread, [tier for tier in ThreadTier if tier > thread.tier], _DOWN)
    if lacks := _listed(thread.lacks):
        rest = _("Still missing: %(things)s.") % {"things": lacks}
    else:
        rest = _("Nothing is missing.") if thread.is_unbroken else ""
    return f"{sentences} {rest}".strip()


# Describes a tier in a sentence. The first one names the artifact, the others are handed "".
_Sentence = Callable[[Thread, str], str]


def _sentences(thread: Thread, tiers: Sequence[ThreadTier], words: Mapping[ThreadTier, _Sentence]) -> str:
    sentences: list[str] = []
    for tier in tiers:
        name = "" if sentences else quoted(thread.name.rstrip("."))
        if sentence := words[tier](thread, name):
            sentences.append(sentence)
    return " ".join(sentences)


def _up_to_product(thread: Thread, name: str) -> str:
    names = _listed(thread.on(ThreadTier.PRODUCT))
    return _("%(name)s is a promise of %(names)s.") % {"name": name, "names": names}


def _up_to_use_case(thread: Thread, name: str) -> str:
    values = {"name": name, "names": _listed(thread.on(ThreadTier.USE_CASE))}
    if name:
        words = (
            _("%(name)s is needed for %(names)s.")
            if values["names"]
            else _("No use case needs %(name)s yet.")
        )
    else:
        words = _("It’s needed for %(names)s.") if values["names"] else _("No use case needs it yet.")
    return words % values


def _up_to_bet(thread: Thread, name: str) -> str:
    bets = thread.on(ThreadTier.BET)
    who = thread.who[0] if thread.who and len(bets) == 1 else ""
    values = {"name": name, "who": who, "bets": _listed(bets)}
    if not bets:
        words = _("%(name)s isn’t linked to a hypothesis.") if name else _("No hypothesis is linked to it.")
    elif who:
        words = (
            _("%(name)s is there because %(who)s expects that %(bets)s.")
            if name
            else _("%(who)s expects that %(bets)s.")
        )
    else:
        words = (
            _("%(name)s is there because we expect that %(bets)s.") if name else _("We expect that %(bets)s.")
        )
    return words % values


def _up_to_goal(thread: Thread, name: str) -> str:
    goals = thread.on(ThreadTier.GOAL)
    values = {"name": name, "goals": _listed(goals)}
    if name and goals:
        words = ngettext(
            "%(name)s is our hypothesis for the goal %(goals)s.",
            "%(name)s is our hypothesis for the goals %(goals)s.",
            len(goals),
        )
    elif name:
        words = _("%(name)s is our hypothesis.")
    elif goals:
        words = ngettext("The goal is %(goals)s.", "The goals are %(goals)s.", len(goals))
    else:
        words = ""
    return words % values


def _up_to_vision(thread: Thread, name: str) -> str:
    values = {"name": name, "vision": _listed(thread.on(ThreadTier.VISION))}
    if name and values["vision"]:
        words = _("%(name)s is a goal on the way to %(vision)s.")
    elif name:
        words = _("%(name)s is a goal, but there’s no vision yet.")
    else:
        words = _("The vision is %(vision)s.") if values["vision"] else _("There’s no vision yet.")
    return words % values


_UP: dict[ThreadTier, _Sentence] = {
    ThreadTier.PRODUCT: _up_to_product,
    ThreadTier.USE_CASE: _up_to_use_case,
    ThreadTier.BET: _up_to_bet,
    ThreadTier.GOAL: _up_to_goal,
    ThreadTier.VISION: _up_to_vision,
}


def _down_to_goal(thread: Thread, name: str) -> str:
    goals = _listed(thread.on(ThreadTier.GOAL))
    words = _("%(name)s is broken down into %(goals)s.") if goals else _("%(name)s has no goal yet.")
    return words % {"name": name, "goals": goals}


def _down_to_bet(thread: Thread, name: str) -> str:
    bets = thread.on(ThreadTier.BET)
    if name and bets:
        words = ngettext(
            "%(name)s depends on the hypothesis %(bets)s.",
            "%(name)s depends on the hypotheses %(bets)s.",
            len(bets),
        )
    elif bets:
        words = ngettext(
            "It depends on the hypothesis %(bets)s.", "It depends on the hypotheses %(bets)s.", len(bets)
        )
    else:
        words = _("%(name)s has no hypothesis yet.") if name else _("It has no hypothesis yet.")
    return words % {"name": name, "bets": _listed(bets)}


def _down_to_use_case(thread: Thread, name: str) -> str:
    names = _listed(thread.on(ThreadTier.USE_CASE))
    if name:
        words = _("%(name)s is tested by %(names)s.") if names else _("No use case tests %(name)s yet.")
    else:
        words = _("It’s tested by %(names)s.") if names else _("No use case tests it yet.")
    return words % {"name": name, "names": names}


def _down_to_product(thread: Thread, name: str) -> str:
    names = _listed(thread.on(ThreadTier.PRODUCT))
    if name:
        words = _("%(name)s needs %(names)s.") if names else _("%(name)s has no data product yet.")
    else:
        words = _("It needs %(names)s.") if names else _("It has no data product yet.")
    return words % {"name": name, "names": names}


def _down_to_promise(thread: Thread, name: str) -> str:
    promises = thread.on(ThreadTier.PROMISE)
    if name:
        words = _("%(name)s promises %(promises)s.") if promises else _("%(name)s has no promise yet.")
    elif promises:
        words = ngettext(
            "It relies on the promise %(promises)s.", "It relies on the promises %(promises)s.", len(promises)
        )
    else:
        words = _("It has no promise to rely on yet.")
    return words % {"name": name, "promises": _listed(promises)}


_DOWN: dict[ThreadTier, _Sentence] = {
    ThreadTier.GOAL: _down_to_goal,
    ThreadTier.BET: _down_to_bet,
    ThreadTier.USE_CASE: _down_to_use_case,
    ThreadTier.PRODUCT: _down_to_product,
    ThreadTier.PROMISE: _down_to_promise,
}


def _listed(names: Sequence[str]) -> str:
    """Up to a few names in quotes, then the count of the others."""
    words = [quoted(name.strip().rstrip(".")) for name in names[:MOST]]
    if more := _rest_count(names):
        words.append(more)
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _rest_count(names: Sequence[str]) -> str:
    """The count of those that aren't named; "" if all are."""
    more = len(names) - MOST
    return ngettext("%(count)s more", "%(count)s more", more) % {"count": more} if more > 0 else ""
