"""The workshops of the operating model stream, with notes for the facilitators.

Data only. Settings are those of the kinds' own forms; what is left out is what each kind does by itself.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery import workshop_templates
from discovery.accelerate_templates import ARRIVE, BREAK, TIME_WELL_SPENT, WorkshopTemplate
from discovery.agenda_files import PlannedActivity

_KEY_QUESTIONS = WorkshopTemplate(
    "operating_model_key_questions",
    _("Operating model: key questions"),
    _("How it is today and how it will be: teams, responsibility, priorities, what rewards sharing."),
    (
        ARRIVE,
        PlannedActivity(
            "talk",
            _("Goals and teams of today"),
            15,
            _("Which goals do we serve, and who does what for them today?"),
            _(
                "Put the value tree on every screen, then the teams. Correct what is wrong at once: today "
                "has to be right before anybody talks about tomorrow."
            ),
            {"shown": ["edge", "tree", "teams"]},
        ),
        PlannedActivity(
            "key_questions",
            _("Key questions"),
            60,
            _("One question at a time: how is it today, how should it be tomorrow?"),
            _(
                "Ten minutes per question: today first, without a debate, then tomorrow. Take over what "
                "several say. Leave a question open rather than deciding it without its owner."
            ),
        ),
        BREAK,
        PlannedActivity(
            "poll",
            _("What rewards sharing?"),
            10,
            _("What would make your team share its data product with others? One sentence."),
            _("Hidden until you reveal it. Look for what costs little: name it as an action with an owner."),
            {"form": "words"},
        ),
        PlannedActivity(
            "consent",
            _("Can we work like this?"),
            15,
            _("Show how far you support the answers for tomorrow. An objection says what it needs."),
            _("Read the answers aloud as the proposal. Record the decision with the alternatives."),
        ),
        TIME_WELL_SPENT,
    ),
)

_TEAMS = WorkshopTemplate(
    "operating_model_teams",
    _("Operating model: teams, roles, governance"),
    _("Teams of tomorrow, who takes which role, and how bodies and product teams work together."),
    (
        ARRIVE,
        PlannedActivity(
            "brainstorm",
            _("What will somebody have to do?"),
            20,
            _("What has to be done so that a data product lives? One thing per note."),
            _(
                "After the reveal put together what one team or role would do. A group that nobody wants "
                "is the most useful result of the day."
            ),
        ),
        PlannedActivity(
            "talk",
            _("Teams of tomorrow"),
            30,
            _("Which teams stay, change, come or end, and which data products do they own?"),
            _(
                "Put the teams on every screen, and enter changes as they are said. Each data product has "
                "one team; a team without people is marked."
            ),
            {"shown": ["teams"]},
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("Who takes which role?"),
            30,
            _("Domain owner, data product owner, steward, platform owner: who, with how much time?"),
            _(
                "Put the roles on every screen. Ask each person what support they need, and write it down as "
                "an agreement. Exactly one answers for each row of the responsibilities."
            ),
            {"shown": ["roles"]},
        ),
        PlannedActivity(
            "talk",
            _("How do we govern?"),
            25,
            _("Portfolio, domain, technology: which body decides what, how often, and who escalates?"),
            _(
                "Put the picture of the bodies on every screen. Give each one decision that it may take by "
                "itself: a body that only talks is a meeting."
            ),
            {"shown": ["governance"]},
        ),
        PlannedActivity(
            "consent",
            _("Do we try it for three months?"),
            10,
            _("Show how far you support it. An objection says what it needs."),
            _("Record the decision with a date on which you look at it again."),
        ),
        TIME_WELL_SPENT,
    ),
)


def register_own() -> None:
    """Ship them."""
    workshop_templates.register(_KEY_QUESTIONS, _TEAMS)
