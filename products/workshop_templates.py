"""The workshops of the product stream, from use cases to data products with promises, with notes for who runs
them.

Data only. Settings are those of the kinds' own forms; what is left out is what each kind does by itself.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from discovery import workshop_templates
from discovery.accelerate_templates import ARRIVE, BREAK, TIME_WELL_SPENT, WorkshopTemplate
from discovery.agenda_files import PlannedActivity

_FROM_USE_CASES = WorkshopTemplate(
    "products_from_use_cases",
    _("Data products: from use cases"),
    _("From the first use cases to data products: what serves them, and the template of the first one."),
    (
        ARRIVE,
        PlannedActivity(
            "ranking",
            _("Where we start"),
            10,
            _("These use cases come first. What would each need to know?"),
            _("Two minutes per use case. Stay with what it must answer, not with systems."),
        ),
        PlannedActivity(
            "brainstorm",
            _("What serves them?"),
            25,
            _("Which data product would serve a use case? One per note, named by what it does."),
            _(
                "A product does one job. After the reveal put together what is the same; from the menu of a "
                "note make it a data product, a source or a consumer."
            ),
            {"dots": 3, "most": 1},
        ),
        BREAK,
        PlannedActivity(
            "template_together",
            _("The first template"),
            40,
            _("Answer the six questions, then say where its data comes from and how it delivers."),
            _(
                "Choose the product with most dots on the console. Go through the questions in their order; "
                "read the job aloud at the end. If it needs an “and”, it may be two products."
            ),
        ),
        PlannedActivity(
            "talk",
            _("Who owns it?"),
            15,
            _("Which team can answer for it, and who is the first contact?"),
            _(
                "An owner is one person. Write them down for each product, and put the checklists on every "
                "screen to see which still lack one."
            ),
            {"shown": ["checklists"]},
        ),
        TIME_WELL_SPENT,
    ),
)

_LANDSCAPE = WorkshopTemplate(
    "products_landscape",
    _("Data products: landscape and overlaps"),
    _("The map of all data products: what is missing, what is there twice, what several use cases share."),
    (
        ARRIVE,
        PlannedActivity(
            "talk",
            _("Walk along the map"),
            15,
            _("From sources to use cases: what feeds what?"),
            _(
                "Put the map on every screen. Yellow products are shared by as many use cases as their "
                "number says."
            ),
            {"shown": ["landscape"]},
        ),
        PlannedActivity(
            "map_review",
            _("What is missing, doubled or wrong?"),
            30,
            _("Mark it on your phone, one thing at a time; say about which data product."),
            _(
                "Ten minutes in silence, then take no more marks and settle one after the other. Mend the "
                "map on its pages while the room watches; what takes longer becomes an action."
            ),
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("Overlaps"),
            25,
            _("Which products draw on nearly the same inputs? Would one do?"),
            _(
                "Put the overlaps on every screen. Merge only what has one job and one owner; else say what "
                "parts them."
            ),
            {"shown": ["overlaps", "landscape"]},
        ),
        PlannedActivity(
            "consent",
            _("Is this our landscape?"),
            10,
            _("Show how far you support this map. An objection says what it needs."),
            _("Consent is for now: the map goes on changing, and its history stays."),
        ),
        TIME_WELL_SPENT,
    ),
)

_PROMISES = WorkshopTemplate(
    "products_promises",
    _("Data products: promises"),
    _("With consumers in the room: how a data product is used, and what it promises them (SLOs)."),
    (
        ARRIVE,
        PlannedActivity(
            "usage_patterns",
            _("How is it used?"),
            40,
            _(
                "Who uses it, when, how often, how fresh, how complete, how fast, and what breaks if it is "
                "late?"
            ),
            _(
                "Choose the product on the console. Fifteen minutes of writing; then group what asks for the "
                "same, and name each group by what it asks for."
            ),
        ),
        BREAK,
        PlannedActivity(
            "talk",
            _("From expectation to promise"),
            30,
            _("What do we measure, which share must be good, over which time?"),
            _(
                "One group at a time: an SLI, an SLO and what is left for errors. Put each promise on every "
                "screen with the spotlight. One of 100 % leaves nothing: ask what it would cost."
            ),
            {"shown": ["checklists"]},
        ),
        PlannedActivity(
            "poll",
            _("Can we keep it?"),
            5,
            _("How sure are you that we can keep these promises in the first half year?"),
            _("Ask the lowest voices what would have to change."),
            {"form": "scale", "low": 0, "high": 10},
        ),
        TIME_WELL_SPENT,
    ),
)

_PRIORITIES = WorkshopTemplate(
    "products_priorities",
    _("Data products: priorities and cut line"),
    _("Which data products come first: what the room says, what goals they serve, and where to cut."),
    (
        ARRIVE,
        PlannedActivity(
            "product_ranking",
            _("What comes first?"),
            15,
            _("Give your dots to the data products that should be built first."),
            _("Say what “first” means before people vote: value for the chosen goals, not what is easiest."),
        ),
        PlannedActivity(
            "talk",
            _("Goals and what they cost"),
            20,
            _("Which goals do we choose, and what do they need?"),
            _(
                "Put the value sheet on every screen, then that of one goal with the spotlight. A product "
                "that serves no goal, and a goal that no product serves, stand out: decide about both."
            ),
            {"shown": ["value"]},
        ),
        PlannedActivity(
            "talk",
            _("The cut line"),
            20,
            _("With so many new products, which use cases are fully served?"),
            _("Compare it with the ranking. Where they differ is what to talk about."),
            {"shown": ["cut_line", "ranking"]},
        ),
        PlannedActivity(
            "consent",
            _("Do we start with these?"),
            10,
            _("Show how far you support the choice. An objection says what it needs."),
            _("Record the decision with its reason: somebody will ask in three months."),
        ),
        TIME_WELL_SPENT,
    ),
)


def register_own() -> None:
    """Ship them."""
    workshop_templates.register(_FROM_USE_CASES, _LANDSCAPE, _PROMISES, _PRIORITIES)
