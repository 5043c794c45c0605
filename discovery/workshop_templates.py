"""Agendas to start a workshop from. Data only: the kinds are names of discovery.registries.activity_kinds."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    kind: str
    title: Text
    minutes: int
    instructions: Text = ""


@dataclass(frozen=True, slots=True)
class WorkshopTemplate:
    key: str
    label: Text
    description: Text
    activities: tuple[PlannedActivity, ...]

    @property
    def minutes(self) -> int:
        return sum(activity.minutes for activity in self.activities)


_WELCOME = PlannedActivity(
    "welcome",
    _("Welcome"),
    5,
    _("Join with your phone, look around who is here, and hear what we want to reach today."),
)
_WRITE = PlannedActivity(
    "write_use_cases",
    _("Write use cases"),
    15,
    _("Which use of data would help most? Write one card per idea; you can change it until we score."),
)
_SCORE = PlannedActivity(
    "scoring",
    _("Score the use cases"),
    20,
    _("Score each use case for yourself. Skip what is not your field. Nobody sees scores before the reveal."),
)
_RANKING = PlannedActivity(
    "ranking",
    _("Look at the ranking"),
    10,
    _("Where do we differ? Talk about the widest spread first, then about what surprises you."),
)
_DECIDE = PlannedActivity(
    "decide",
    _("Decide the shortlist"),
    10,
    _("Which use cases do we start with, and why?"),
)

TEMPLATES: dict[str, WorkshopTemplate] = {
    template.key: template
    for template in (
        WorkshopTemplate(
            "prioritization",
            _("One-hour prioritization"),
            _("From ideas to a shortlist: write use cases, score them, look at the ranking, decide."),
            (_WELCOME, _WRITE, _SCORE, _RANKING, _DECIDE),
        ),
        WorkshopTemplate(
            "value_tree",
            _("Value tree workshop"),
            _("Agree on vision and goals, bet on hypotheses, and write the first use cases."),
            (
                _WELCOME,
                PlannedActivity(
                    "talk",
                    _("Vision and goals"),
                    25,
                    _("What should be true in three years? Name a handful of goals that take us there."),
                ),
                PlannedActivity(
                    "talk",
                    _("Hypotheses and measures"),
                    25,
                    _("Several bets per goal, so that one may fail. How will we know that a bet pays off?"),
                ),
                PlannedActivity("talk", _("Break"), 10, _("Back in ten minutes.")),
                PlannedActivity("write_use_cases", _WRITE.title, 20, _WRITE.instructions),
                PlannedActivity("talk", _("What comes next"), 5, _("What did we learn, and who does what?")),
            ),
        ),
        WorkshopTemplate(
            "scoring_round",
            _("Scoring round"),
            _("The cards are written already: score them, look at the ranking, decide."),
            (_WELCOME, _SCORE, _RANKING, _DECIDE),
        ),
    )
}
