"""Basics of Data Mesh before the first workshop: its principles, and what makes it hard. Data only.

The four principles are those of Dehghani (2019). Pages, slides and key questions take the words from here.
"""

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
    "Data Mesh is sociotechnical: it changes how people work together as much as the "
    "technology. The first two principles need a new operating model. The other two need "
    "engineering and an architecture that evolves."
)

PRINCIPLES: tuple[Point, ...] = (
    Point(
        _("Domain ownership"),
        _(
            "The people who know the data own it. Each domain is accountable for its data and "
            "its architecture."
        ),
    ),
    Point(
        _("Data as a product"),
        _(
            "Data is made for people who choose to use it. It has an owner, users and promises, "
            "and keeps evolving."
        ),
    ),
    Point(
        _("Self-service platform"),
        _("A platform lets each team build, share and use data products without waiting for another team."),
    ),
    Point(
        _("Federated computational governance"),
        _("Domains agree on a few common rules, and the platform checks them automatically."),
    ),
)

# What a domain with autonomy has to answer; its key questions hold these, too.
AUTONOMY: tuple[Question, ...] = (
    Question("goal_definition", _("Who helps define the goals of the domain?")),
    Question("outcomes_measured", _("How do we measure outcomes?")),
    Question("progress_watched", _("Who tracks progress toward the goals, and supports teams that need it?")),
)

CHALLENGES: tuple[Point, ...] = (
    Point(
        _("Scaling fast while learning"),
        _(
            "The mesh gains value with each use case that reuses existing data products. Scaling "
            "before learning repeats the same mistakes everywhere. Let teams work side by side, "
            "and share what they learn."
        ),
    ),
    Point(
        _("Finding and empowering domains"),
        _(
            "Start with existing boundaries, and move one only when it gets in the way. Define "
            "what a domain decides for itself, and what it’s accountable for."
        ),
        AUTONOMY,
    ),
    Point(
        _("Running before walking"),
        _(
            "Building before anyone knows why ends as an experiment that no one uses. First why "
            "and what, then how: the double diamond."
        ),
    ),
)
