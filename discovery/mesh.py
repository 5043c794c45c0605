"""What people need to know of Data Mesh before the first workshop: its principles, what makes it hard, and
what joining means for each role. Data only.

The four principles are those of Dehghani (2019). Pages, slides and key questions take the words from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text


@dataclass(frozen=True, slots=True)
class Question:
    """`key` is what an operating model knows it by."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Point:
    """Something by its name, what it means, and what has to be asked because of it."""

    name: Text
    meaning: Text
    questions: tuple[Question, ...] = ()


# As Dehghani calls it, after Trist and Bamforth (1951).
SOCIOTECHNICAL = _(
    "Data Mesh is sociotechnical: it changes how people work together as much as the technology. The first "
    "two principles ask for another operating model, the other two for engineering and an architecture that "
    "evolves."
)

PRINCIPLES: tuple[Point, ...] = (
    Point(
        _("Domain ownership"),
        _("Those who know the data own it: each domain answers for its data and its architecture."),
    ),
    Point(
        _("Data as a product"),
        _("Data is made for people who choose it: it has an owner, users, promises, and keeps evolving."),
    ),
    Point(
        _("Self-service platform"),
        _("A platform lets each team build, share and use data products without waiting for another team."),
    ),
    Point(
        _("Federated computational governance"),
        _("Domains agree on a few rules for all, and the platform checks them by itself."),
    ),
)

# What a domain with autonomy has to answer; its key questions hold these, too.
AUTONOMY: tuple[Question, ...] = (
    Question("goal_definition", _("Who takes part when the goals of the domain are defined?")),
    Question("outcomes_measured", _("How do we measure outcomes?")),
    Question(
        "progress_watched", _("Who watches progress towards the goals, and supports teams that need it?")
    ),
)

CHALLENGES: tuple[Point, ...] = (
    Point(
        _("Scaling fast and learning on the way"),
        _(
            "The mesh is worth more with each use case that can use what others made. Scaling before "
            "learning repeats the same mistakes everywhere: let teams work side by side, and share what they "
            "learn."
        ),
    ),
    Point(
        _("Finding domains and giving them power"),
        _(
            "Start with the boundaries that exist, and move one only when it is in the way. What a domain "
            "decides for itself, and what it answers for, has to be said."
        ),
        AUTONOMY,
    ),
    Point(
        _("Running before walking"),
        _(
            "Building before anybody knows why ends as an experiment that nobody uses. First why and what, "
            "then how: the double diamond."
        ),
    ),
)

ROLES: tuple[Point, ...] = (
    Point(
        _("Everybody in the domain"),
        _("Looks after the data that the domain makes: others rely on it, it is no by-product any more."),
    ),
    Point(
        _("Leadership"),
        _("Sets goals and measures instead of orders, removes obstacles, and stops bets that fail."),
    ),
    Point(
        _("Domain owner"),
        _("Answers for the outcomes of the domain, and agrees on priorities with the other domains."),
    ),
    Point(
        _("Data product owner"),
        _("Decides what a data product offers and promises, and speaks for it to those who use it."),
    ),
    Point(
        _("Data product team"),
        _("Owns its products together: builds, runs and improves them, and keeps what they promise."),
    ),
    Point(
        _("Platform owner and platform team"),
        _("Serve the teams as customers: listen to what they need, and announce what will change."),
    ),
    Point(
        _("Governing bodies"),
        _("Agree on the few rules that hold for all, and leave everything else to the domains."),
    ),
)
