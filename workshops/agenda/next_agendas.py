"""Agendas that ship with Headwaters and fit a discovery, by its progress. No Django.

An agenda fits while one of the checkpoints that it works on is incomplete, and what it needs has begun. What
it needs counts only where the process of the discovery asks for it. All names are keys: of the agendas in
`workshop_templates`, and of the checkpoints that apps register.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class AgendaFit:
    """An agenda works on checkpoints, the main one first. It `needs` others to have begun, and comes too late
    once one of those `before` has."""

    agenda: str
    works_on: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DiscoveryProgress:
    """Progress of a discovery: the checkpoints that its process asks for, those that have begun and those
    that are complete; the agendas of workshops that are `planned`, and of those that were `held`."""

    checkpoints: frozenset[str]
    with_content: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    planned: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fitting:
    """An agenda that fits, because this checkpoint is incomplete; "" for one that fits at any time."""

    agenda: str
    because: str = ""


# In the order of the process.
FITS: Final[tuple[AgendaFit, ...]] = (
    AgendaFit("value_tree", ("vision", "goals")),
    AgendaFit("suitability", ("suitability",), before=("goals", "use_cases", "data_products")),
    AgendaFit("kick_off", ("vision",), before=("vision", "goals")),
    AgendaFit("hypotheses", ("hypotheses", "measures"), ("goals",)),
    AgendaFit("use_cases", ("use_cases",), ("hypotheses",)),
    AgendaFit("scoring_round", ("ranking", "shortlist"), ("use_cases",)),
    AgendaFit("prioritization", ("ranking", "shortlist"), ("goals",)),
    AgendaFit("priorities", ("ranking", "shortlist"), ("use_cases",)),
    AgendaFit("products_from_use_cases", ("data_products",), ("shortlist",)),
    AgendaFit("operating_model_key_questions", ("key_questions",), ("shortlist",)),
    AgendaFit("technology_today", ("todays_architecture", "capabilities"), ("shortlist",)),
    AgendaFit("delta", ("delta",), ("shortlist",)),
    AgendaFit("products_landscape", ("landscape",), ("data_products",)),
    AgendaFit("products_promises", ("promises",), ("data_products",)),
    AgendaFit("products_priorities", ("serving_goals",), ("data_products",)),
    AgendaFit("operating_model_teams", ("teams", "roles", "governance"), ("key_questions",)),
    AgendaFit("technology_gaps", ("platform_gaps",), ("data_products", "capabilities")),
    AgendaFit("technology_architecture", ("logical_architecture",), ("data_products",)),
    AgendaFit("handover", ("review", "frozen"), ("findings",)),
    AgendaFit("review"),
    AgendaFit("product_thinking"),
    AgendaFit("joining"),
)


def fitting(progress: DiscoveryProgress, *, agendas: Collection[str], most: int = MOST) -> list[Fitting]:
    """The agendas that fit best, of those among `agendas`. One reason comes once, as long as there are
    others; what is planned already comes not at all, and what was held comes later. Where too few fit, those
    follow that still need something, then those that fit at any time."""
    candidates = [fit for fit in FITS if fit.agenda in agendas and fit.agenda not in progress.planned]
    now = _because(candidates, progress, ready=True)
    once: dict[str, Fitting] = {}
    for each in now:
        once.setdefault(each.because, each)
    always = [Fitting(fit.agenda) for fit in candidates if not fit.works_on]
    ranked = [*once.values(), *now, *_because(candidates, progress, ready=False), *always]
    return list({each.agenda: each for each in reversed(ranked)}.values())[::-1][:most]


def _because(candidates: list[AgendaFit], progress: DiscoveryProgress, *, ready: bool) -> list[Fitting]:
    """Those with something left to do, and what that is."""
    fits = []
    for fit in candidates:
        open_keys = [key for key in fit.works_on if key in progress.checkpoints - progress.complete]
        is_ready = progress.with_content.issuperset(progress.checkpoints.intersection(fit.needs))
        if open_keys and is_ready == ready and progress.with_content.isdisjoint(fit.before):
            fits.append(Fitting(fit.agenda, open_keys[0]))
    return sorted(fits, key=lambda each: each.agenda in progress.past)
