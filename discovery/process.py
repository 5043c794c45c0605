"""The process of a discovery: its phases and streams, the templates to start one from, and the purposes of a
workshop that comes with its discovery. Data only, no Django but the marking of words for translation.

Phases run one after another, the streams of a phase side by side. The kinds are those of
`discovery.discoveries.models.PhaseKind` and `StreamKind`, the agendas keys of
`workshops.agenda.workshop_templates`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase of a process, by the keys of its kind and of its streams."""

    kind: str
    streams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedWorkshop:
    """A sitting that is prepared with the discovery; `agenda` is what it starts from."""

    name: Text
    purpose: Text
    agenda: str


@dataclass(frozen=True, slots=True)
class ProcessTemplate:
    """A process by which a discovery can run: its phases, and the workshops that are prepared with it."""

    key: str
    name: Text
    description: Text
    phases: tuple[PlannedPhase, ...]
    workshops: tuple[PlannedWorkshop, ...]
    # Checkpoints (discovery.registries, by key) that a short form does without.
    does_without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkshopPurpose:
    """The purpose of a workshop that is made together with its discovery. The discovery has this `name` and
    the process `template`; the first of the `agendas` is the usual one. With `prepares_others`, the other
    workshops of the process are prepared, too."""

    key: str
    name: Text
    description: Text
    template: str
    agendas: tuple[str, ...]
    prepares_others: bool = False


@dataclass(frozen=True, slots=True)
class StreamPurpose:
    """The inputs and results of a stream."""

    question: Text
    comes_in: Text
    goes_out: tuple[Text, ...]


PHASE_PURPOSES: dict[str, Text] = {
    "accelerate": _("From vision to priorities: why data, which goals, which use cases first."),
    "discovery": _("Three streams side by side turn the first use cases into a plan to build."),
    "handover": _("Our findings, our recommendations, and everyone’s next steps."),
}

STREAM_PURPOSES: dict[str, StreamPurpose] = {
    "operating_model": StreamPurpose(
        _("Who decides, and who is responsible?"),
        _("Goals of the value tree, today’s teams"),
        (
            _("a way to prioritize"),
            _("a way to govern and decide"),
            _("roles and who fills them"),
        ),
    ),
    "product": StreamPurpose(
        _("Which data products serve the use cases?"),
        _("Use cases, first ranking"),
        (
            _("the landscape of data products"),
            _("the first products, and the goals they serve"),
            _("the promises of each product"),
        ),
    ),
    "tech": StreamPurpose(
        _("What does the platform need?"),
        _("Today’s platform and architecture"),
        (
            _("gaps for the first products"),
            _("a logical architecture"),
        ),
    ),
}

_VALUE_TREE = PlannedWorkshop(
    _("Value tree"),
    _("Agree on vision, goals and hypotheses, and collect the first use cases."),
    "value_tree",
)
_PRIORITIES = PlannedWorkshop(
    _("Use cases and priorities"),
    _("Write use cases, score them, and decide which come first."),
    "prioritization",
)
_OF_STREAMS = (
    PlannedWorkshop(
        _("Operating model: key questions"),
        _("Describe today and tomorrow: teams, responsibilities, priorities."),
        "operating_model_key_questions",
    ),
    PlannedWorkshop(
        _("Data products: from use cases"),
        _("Find the data products that serve the first use cases, and fill in the template of one."),
        "products_from_use_cases",
    ),
    PlannedWorkshop(
        _("Technology: today"),
        _("Describe which systems hold data today, who reads it, and what the platform can do."),
        "technology_today",
    ),
)
_SIGNING = PlannedWorkshop(
    _("Handover"),
    _("Present the findings, approve each section, and sign the version."),
    "handover",
)

# What a discovery of a domain starts from.
TEMPLATES: dict[str, ProcessTemplate] = {
    template.key: template
    for template in (
        ProcessTemplate(
            "three_streams",
            _("Three-stream discovery"),
            _(
                "A few weeks. Prepares six workshops: value tree, prioritization, one for each stream, "
                "and the handover."
            ),
            (
                PlannedPhase("accelerate"),
                PlannedPhase("discovery", ("operating_model", "product", "tech")),
                PlannedPhase("handover"),
            ),
            (_VALUE_TREE, _PRIORITIES, *_OF_STREAMS, _SIGNING),
        ),
        ProcessTemplate(
            "prioritization",
            _("One-hour prioritization"),
            _("One session: write use cases, score them, see the ranking, decide."),
            (PlannedPhase("accelerate"), PlannedPhase("handover")),
            (_PRIORITIES,),
            ("suitability", "vision", "goals", "hypotheses", "measures"),
        ),
        ProcessTemplate(
            "value_tree",
            _("Value tree workshop"),
            _("One session: agree on vision, goals, hypotheses and how to measure them."),
            (PlannedPhase("accelerate"), PlannedPhase("handover")),
            (_VALUE_TREE,),
            ("suitability", "ranking", "shortlist"),
        ),
    )
}

# What the organization's own discovery starts from: goals and bets of those who lead it.
OF_ORGANIZATION = ProcessTemplate(
    "organization",
    _("The organization’s own tree"),
    _(
        "Vision, goals and hypotheses of the organization’s leaders. Goals of its domains "
        "contribute to them. Prepares a value tree workshop."
    ),
    (PlannedPhase("accelerate"), PlannedPhase("handover")),
    (_VALUE_TREE,),
    ("suitability", "use_cases", "ranking", "shortlist"),
)

PROCESSES: dict[str, ProcessTemplate] = {**TEMPLATES, OF_ORGANIZATION.key: OF_ORGANIZATION}

# The name of a domain that comes with its workshop, unless it has another one.
FIRST_DOMAIN = _("First domain")

WORKSHOP_PURPOSES: dict[str, WorkshopPurpose] = {
    purpose.key: purpose
    for purpose in (
        WorkshopPurpose(
            "use_cases",
            _("Rank use cases"),
            _("Write, score and decide."),
            "prioritization",
            ("prioritization", "priorities", "use_cases"),
        ),
        WorkshopPurpose(
            "products",
            _("Plan data products"),
            _("From use cases to products."),
            "three_streams",
            ("products_from_use_cases", "products_landscape", "product_thinking"),
        ),
        WorkshopPurpose(
            "whole",
            _("Whole discovery"),
            _("Plan all workshops, this one first."),
            "three_streams",
            ("value_tree", "kick_off", "suitability"),
            prepares_others=True,
        ),
    )
}
