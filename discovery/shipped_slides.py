"""The slides of the presentations that ship, as Markdown. Data only: what the product says elsewhere is taken
from there."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from discovery.mesh import CHALLENGES, PRINCIPLES, ROLES, Point

_NEXT_SLIDE = "\n\n---\n\n"


def _deck(*slides: Text) -> Text:
    return format_lazy(_NEXT_SLIDE.join("{}" for _slide in slides), *slides)


def _listed(heading: Text, points: Iterable[Point]) -> Text:
    """A slide with the heading, and each point in a line of its own."""
    listed = list(points)
    words = [part for point in listed for part in (point.name, point.meaning)]
    return format_lazy("## {}\n\n" + "\n".join("- **{}:** {}" for _point in listed), heading, *words)


_JOINING_FIRST = _listed(_("What joining means: the domain"), ROLES[:4])
_JOINING_THEN = _listed(_("What joining means: teams and platform"), ROLES[4:])

WHAT_WE_DO = _deck(
    _(
        """# Why and what, before how

In a few weeks we find out what data should do for this business, with which data products, people and
technology. Building them comes after."""
    ),
    _(
        """## What exists at the end

- **Why:** a vision, a handful of goals, several bets on each, and how we would notice success
- **What:** use cases in an order that business and IT agreed on, and the data products that serve them
- **Who:** teams, roles, and which body decides what
- **What is missing:** gaps of the platform, and what to do next"""
    ),
    _listed(_("Four principles of Data Mesh"), PRINCIPLES),
    _listed(_("What makes it hard"), CHALLENGES),
    _JOINING_FIRST,
    _JOINING_THEN,
)

JOINING = _deck(
    _(
        """# What changes for me?

A domain that joins looks after its data as it looks after its customers. For most people this is a new kind
of responsibility: today we say what it means."""
    ),
    _listed(_("Four principles of Data Mesh"), PRINCIPLES),
    _JOINING_FIRST,
    _JOINING_THEN,
    _(
        """## What you can ask for

- **Time:** a role that takes no time of the week is not taken
- **Support:** somebody who shows how, and a platform that helps
- **A say:** suggestions come from teams and domains, not only from above"""
    ),
)

WHERE_THE_TREE_STANDS = _deck(
    _(
        """# Lean Value Tree (LVT)

- **Vision:** where we want to be
- **Goals:** the handful of results that take us there
- **Hypotheses, or bets:** what we believe would move a goal; several for each, so that one may fail
- **Initiatives:** work that shows whether a bet holds"""
    ),
    _(
        """## Measures of success (MoS)

A number, where it stands today, where it should be, and until when. They hang on goals, bets and initiatives:
they tell us which bet to follow, and when to go on to the next."""
    ),
)

HOW_WE_SCORE = _deck(
    _(
        """# How we score

- Everybody scores alone, and nobody sees anything before the reveal
- Skip what is not your field: no score is better than a guess
- Business **and** IT score: where the two differ is what we talk about
- The ranking is where the talk starts. The decision is ours"""
    ),
)

WHAT_WE_HAVE = _deck(
    _(
        """# What we have

The tree, the cards, the ranking and the decisions, as they stand today. Look for what surprises you, and for
what is missing."""
    ),
)

WHAT_WE_FOUND = _deck(
    _(
        """# What we found

Stream by stream: what is so today, and by what we know it. Then what we recommend because of it, and who does
what until when."""
    ),
)
