"""The workshops of the tech stream, with notes for the facilitators.

Data only. Settings are those of the kinds' own forms; what is left out is what each kind does by itself.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery import workshop_templates
from discovery.accelerate_templates import ARRIVE, BREAK, TIME_WELL_SPENT, WorkshopTemplate
from discovery.agenda_files import PlannedActivity

_TODAY = WorkshopTemplate(
    "technology_today",
    _("Technology: today"),
    _("What holds data today and who reads it, and what the platform can do: with those who run it."),
    (
        ARRIVE,
        PlannedActivity(
            "brainstorm",
            _("What do people work with?"),
            20,
            _("Where does data lie that people use today? One warehouse, extract or report per note."),
            _(
                "Ask for what people really open on a Monday. After the reveal write each into today's "
                "architecture, and put it on every screen with the spotlight to watch it grow."
            ),
        ),
        PlannedActivity(
            "talk",
            _("Who reads what?"),
            20,
            _("Follow one number of a report back to the system that it comes from."),
            _("Add each step to today's architecture. Copies by hand are the finding."),
            {"shown": ["today"]},
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("What can the platform do?"),
            40,
            _("For each capability: how mature is it today, and what is the evidence?"),
            _(
                "Take over the catalog before, and delete what does not matter here; put the capabilities on "
                "every screen. No level without something that can be shown. Two minutes each, plane by "
                "plane."
            ),
            {"shown": ["capabilities"]},
        ),
        PlannedActivity(
            "questions",
            _("What do we not know?"),
            10,
            _("What would you have to ask somebody who is not here?"),
            _("Each question leaves with a name on it."),
        ),
        TIME_WELL_SPENT,
    ),
)

_GAPS = WorkshopTemplate(
    "technology_gaps",
    _("Technology: needs and gaps"),
    _("What the data products that come first need, what is missing, and what to close first."),
    (
        ARRIVE,
        PlannedActivity(
            "ranking",
            _("What comes first"),
            10,
            _("These use cases come first. Their data products are what we look at today."),
            _("Without a shortlist all data products count. Decide one before, if you can."),
        ),
        PlannedActivity(
            "talk",
            _("What does each product need?"),
            40,
            _("Which capability, at which level, and what for?"),
            _(
                "Go product by product. Ask what the first iteration needs, not what would be nice. The "
                "products' people speak, the platform's people listen."
            ),
            {"shown": ["gaps", "capabilities"]},
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("How large is each gap?"),
            25,
            _("How many person-weeks does it take to close it, who does, and until when?"),
            _("Write it with “Plan” beside each gap. A rough number is better than ≈."),
            {"shown": ["gaps"]},
        ),
        PlannedActivity(
            "poll",
            _("What speaks against this order?"),
            10,
            _("The gaps are in the order that unlocks most value first. What did it not know?"),
            _(
                "Put the gaps on every screen with the spotlight. Capture as a decision what you do in "
                "another order, and why."
            ),
            {"form": "words"},
        ),
        TIME_WELL_SPENT,
    ),
)

_ARCHITECTURE = WorkshopTemplate(
    "technology_architecture",
    _("Technology: logical architecture"),
    _("From sources over data products and their output ports to users, on the platform: read together."),
    (
        ARRIVE,
        PlannedActivity(
            "talk",
            _("Read the drawing"),
            20,
            _("From the top: what do people do, with what, through which port, from which product?"),
            _("Put the architecture on every screen. Follow one action down to its sources, aloud."),
            {"shown": ["architecture"]},
        ),
        PlannedActivity(
            "map_review",
            _("What is wrong, what is missing?"),
            25,
            _("Mark products that are wrong, missing or doubled."),
            _("What is marked becomes an action or a question before the break."),
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("How is data shared?"),
            25,
            _("For each output port: queried where it lies, shared by the platform, or copied?"),
            _(
                "Go port by port. The aid beside each asks the right questions. A copy needs somebody who "
                "keeps its access rules."
            ),
            {"shown": ["architecture", "supervision"]},
        ),
        PlannedActivity(
            "brainstorm",
            _("Which guardrails do we need?"),
            20,
            _("What must hold for every data product, so that teams can decide the rest by themselves?"),
            _("Few and checkable ones. What the platform can check, it should."),
            {"dots": 3, "most": 1},
        ),
        TIME_WELL_SPENT,
    ),
)


def register_own() -> None:
    workshop_templates.register(_TODAY, _GAPS, _ARCHITECTURE)
