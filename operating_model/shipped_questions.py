"""The key questions of an operating model that ship with Headwaters. Data only.

They are those of the brief ("Operating model"); what they mean is in docs/activities/key_questions.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ShippedQuestion:
    """`key` is what KeyQuestion.key holds."""

    key: str
    text: str | Promise


SHIPPED_QUESTIONS: tuple[ShippedQuestion, ...] = (
    ShippedQuestion(
        "team_structure", _("Does the structure of our teams fit data products, and what has to change?")
    ),
    ShippedQuestion(
        "data_lead",
        _("Who takes responsibility for our data products and becomes the data lead, and with which team?"),
    ),
    ShippedQuestion(
        "accountable",
        _("What is the role of leadership now, and who in the domain is accountable for data products?"),
    ),
    # Who decides on its own has to say how: the three questions of autonomy.
    ShippedQuestion("goal_definition", _("Who takes part when the goals of the domain are defined?")),
    ShippedQuestion("outcomes_measured", _("How do we measure outcomes?")),
    ShippedQuestion(
        "progress_watched",
        _("Who watches progress towards the goals, and supports teams that need it?"),
    ),
    ShippedQuestion(
        "prioritize_within",
        _("How do we prioritize use cases within our domain, and which are most valuable right now?"),
    ),
    ShippedQuestion(
        "prioritize_between", _("How do we prioritize use cases that matter to several domains?")
    ),
    ShippedQuestion("reward_sharing", _("What rewards a team that shares its data product with others?")),
    ShippedQuestion(
        "govern",
        _("How do we govern, with which guardrails, so that teams keep their autonomy?"),
    ),
)
