"""What the standards of a specification have no place for, in words: where it stands instead, or why it is
left out."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the name of the custom property: what it is, and why the standard does not hold it.
CUSTOM: dict[str, tuple[str | Promise, str | Promise]] = {
    "accessDefault": (
        _("What holds for everybody whom no rule names"),
        _("The standard knows roles that may, and says nothing of everybody else."),
    ),
    "accessPolicy": (_("Access policy"), _("A part of “limitations”; whole beside it.")),
    "accessRules": (
        _("Who may and who may not"),
        _("The standard lists roles that may use it. It lists no denials and no attributes."),
    ),
    "classification": (_("Classification"), _("The standard classifies columns, not the whole.")),
    "compliance": (_("Compliance"), _("A part of “limitations”; whole beside it.")),
    "consumers": (_("Consumers"), _("The standard describes what is offered, not who uses it.")),
    "dataProduct": (
        _("The product that an input port reads"),
        _("The standard points to the contract of an output port, not to a product."),
    ),
    "dataProductId": (_("The product of a contract"), _("The standard names it, without its identifier.")),
    "dataSet": (_("Data set"), _("The standard has it in the contract, as the name of the schema.")),
    "delivers": (_("The measure of success that it measures"), _("The standard knows no goals.")),
    "description": (
        _("Description"),
        _("The standard knows purpose, usage and limitations, which the job and the policies fill."),
    ),
    "distribution": (_("Distribution rights"), _("The standard has no rights to pass data on.")),
    "effort": (_("Effort"), _("The standard describes the product, not what making it takes.")),
    "example": (_("Example data"), _("The standard has examples of single columns only.")),
    "format": (_("Format"), _("The standard has it for some kinds of servers only.")),
    "goals": (_("Goals"), _("The standard knows no goals.")),
    "iterations": (_("Iterations"), _("The standard describes one version, not the next ones.")),
    "location": (
        _("Location"),
        _("The standard takes addresses such as https://… only; these stand there, too."),
    ),
    "measures": (_("Measures of success"), _("The standard knows no goals.")),
    "portDescription": (_("What an input port receives"), _("The standard describes output ports only.")),
    "portType": (_("Type of a port"), _("The standard has none for input ports and contracts.")),
    "privacy": (_("Privacy"), _("The standard has none; columns with personal data carry a tag.")),
    "privacyNote": (_("How personal data is handled"), _("A part of “limitations”; whole beside it.")),
    "processing": (_("Processing"), _("The standard describes what is offered, not how it is made.")),
    "redThread": (_("The red thread: goal, hypothesis, use case"), _("The standard knows no goals.")),
    "serviceLevelObjectives": (
        _("Promises (SLOs) with their windows"),
        _("A service level of the standard has a value, but no window, basis or time zone of its own."),
    ),
    "sharing": (_("Open access, or with approval"), _("The standard has no sharing agreement.")),
    "sixQuestions": (
        _("Answers to the six questions"),
        _("Two of them are the “usage” of the standard; all of them stand beside it."),
    ),
    "source": (_("Source of an input port"), _("The standard knows contracts, no systems.")),
    "state": (
        _("State"),
        _("Planned and building are both a draft in the standard, whose words are fewer."),
    ),
    "storage": (_("Storage"), _("The standard describes what is offered, not how it is made.")),
    "teamId": (_("Identifier of the team"), _("ODPS has the name of a team, and no identifier.")),
    "transformation": (
        _("Transformation"),
        _("The standard describes what is offered, not how it is made."),
    ),
    "usagePatterns": (
        _("Usage patterns"),
        _("The standard describes what is promised, not what is expected."),
    ),
    "useCases": (_("Use cases"), _("The standard knows no use cases.")),
}

# What is in no file: what it is, and why.
LEFT_OUT: tuple[tuple[str | Promise, str | Promise], ...] = (
    (
        _("Measurements of the promises"),
        _("A specification says what is promised. What was kept of it is on the tab “Promise”."),
    ),
    (
        _("Values of measures of success"),
        _("They belong to the value tree; the specification has their names and identifiers."),
    ),
    (
        _("Members of the team, apart from the owner"),
        _("They come and go; a catalog should ask for the team."),
    ),
    (
        _("What sources and consumers are"),
        _("Only their names and identifiers: they are described once, in the discovery."),
    ),
    (
        _("Use cases that are reached through other products"),
        _("They follow from the ports; the landscape computes them."),
    ),
    (
        _("What people wrote in workshops, who wrote it, and earlier versions"),
        _("It stays in the history of the discovery."),
    ),
)
