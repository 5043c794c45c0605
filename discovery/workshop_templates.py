"""Agendas to start a workshop from. Data only: the kinds are names of discovery.registries.activity_kinds,
and what no installed app offers is left out. Those of the phase Accelerate are in accelerate_templates; other
apps add theirs with `register`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery.accelerate_templates import ACCELERATE, WorkshopTemplate
from discovery.agenda_files import PlannedActivity
from discovery.handover_templates import HANDOVER, JOINING_THE_MESH
from discovery.product_thinking import PRODUCT_THINKING

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
        *ACCELERATE,
        JOINING_THE_MESH,
        PRODUCT_THINKING,
        WorkshopTemplate(
            "prioritization",
            _("One-hour prioritization"),
            _("From ideas to a shortlist: write use cases, score them, look at the ranking, decide."),
            (_WELCOME, _WRITE, _SCORE, _RANKING, _DECIDE),
        ),
        WorkshopTemplate(
            "scoring_round",
            _("Scoring round"),
            _("The cards are written already: score them, look at the ranking, decide."),
            (_WELCOME, _SCORE, _RANKING, _DECIDE),
        ),
        HANDOVER,
    )
}


def register(*templates: WorkshopTemplate) -> None:
    """Add what another app ships, after the others. Raises ValueError when a key is taken."""
    for template in templates:
        if template.key in TEMPLATES:
            raise ValueError(f"there is an agenda {template.key!r} already")
        TEMPLATES[template.key] = template


ROOM_AGENDA = (
    PlannedActivity(
        "brainstorm",
        _("Collect on your own"),
        10,
        _("What matters most for this stream? One thought per note; the others see them after the reveal."),
        _("Keep it quiet. Reveal when the notes dry up, not when the time is over."),
    ),
    PlannedActivity(
        "talk",
        _("Talk it through"),
        20,
        _("What belongs together, and what would we do first?"),
        _("One person listens for what the others will ask when everybody is back."),
    ),
    PlannedActivity(
        "talk",
        _("What we bring back"),
        10,
        _("Three sentences for the others: what we found, what we propose, what we need."),
        _("Agree on who speaks. Write decisions and open questions down before you leave the room."),
    ),
)
"""What a new breakout room begins with."""
