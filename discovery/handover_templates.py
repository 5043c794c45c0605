"""The workshops before and after the streams: what joining the mesh means, and the handover; with notes for
those who run them. Data only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery.accelerate_templates import ARRIVE, BREAK, TIME_WELL_SPENT, WorkshopTemplate
from discovery.agenda_files import PlannedActivity
from discovery.shipped_slides import JOINING, WHAT_WE_FOUND

JOINING_THE_MESH = WorkshopTemplate(
    "joining",
    _("Joining the mesh: what it means for you"),
    _("Forty-five minutes for a domain that joins: what each role looks after, and what it needs for that."),
    (
        PlannedActivity(
            "presentation",
            _("What changes for me?"),
            15,
            _("The four principles, and what each role will do."),
            _("Stay longest with the roles that sit in the room. Ask who has done something like it before."),
            {"slides": JOINING, "shown": ["diamonds", "streams"]},
        ),
        PlannedActivity(
            "brainstorm",
            _("What do I need for it?"),
            15,
            _("Think of your own role: what do you need to look after data like that? One thing per note."),
            _("Group by role. What several need becomes an action with an owner before you close."),
            {"dots": 3, "most": 1},
        ),
        PlannedActivity(
            "talk",
            _("Who takes which role?"),
            10,
            _("Which roles are filled, which are not, and who could be asked?"),
            _("A role is taken by somebody who says yes in the room, not by somebody who is absent."),
            {"shown": ["roles", "teams"]},
        ),
        PlannedActivity(
            "check_in",
            _("What do you take with you?"),
            5,
            _("One word for what you will do differently."),
            _("Read some out. Worries go to the parking lot, with a name."),
        ),
    ),
)

HANDOVER = WorkshopTemplate(
    "handover",
    _("Handover: findings heard and signed"),
    _("The closing session: findings are heard, each section is approved, and the version is signed."),
    (
        ARRIVE,
        PlannedActivity(
            "presentation",
            _("What we found"),
            20,
            _("The findings of all streams, and what we recommend because of them."),
            _("Each finding is told by its finder, in one minute. Questions come in the next step."),
            {"slides": WHAT_WE_FOUND, "shown": ["tree", "ranking", "value", "findings", "recommendations"]},
        ),
        PlannedActivity(
            "questions",
            _("What do you want to ask?"),
            15,
            _("What is unclear, and what do you see differently? Back the questions that you share."),
            _("Answer the ones with most support. What changes a finding is written into it at once."),
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("What comes next, and who does it?"),
            20,
            _("Each recommendation has actions. Is it your name that stands there, and is the date right?"),
            _("Ask each owner aloud. An action without an owner or a date is not handed over."),
            {"shown": ["recommendations", "gaps"]},
        ),
        PlannedActivity(
            "talk",
            _("Section by section"),
            15,
            _("Can you stand behind your section as it is? Say what it still needs."),
            _(
                "Show what is missing. Those who were asked to look through a section approve it on their "
                "own device meanwhile; gaps may be handed over if everybody knows them."
            ),
            {"shown": ["readiness", "delta"]},
        ),
        PlannedActivity(
            "consent",
            _("Do we hand it over like this?"),
            10,
            _("This version becomes the one we act on. An objection says what it needs."),
            _(
                "With consent, freeze the version and sign it while everybody is here. The link that you "
                "share afterwards shows exactly what was agreed."
            ),
        ),
        TIME_WELL_SPENT,
    ),
)
