"""The content of a product that a specification can't contain, with its place or reason, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the name of the custom property: what it is, and why the standard does not hold it.
CUSTOM: dict[str, tuple[str | Promise, str | Promise]] = {
    "accessDefault": (
        _("Default access where no rule applies"),
        _("The standard lists roles with access. It doesn’t cover everyone else."),
    ),
    "accessPolicy": (
        _("Access policy"),
        _("Part of “limitations”, and included in full as a custom property."),
    ),
    "accessRules": (
        _("Access rules"),
        _("The standard lists roles with access. It doesn’t cover denials or attributes."),
    ),
    "classification": (_("Classification"), _("The standard classifies columns, not the whole product.")),
    "compliance": (_("Compliance"), _("Part of “limitations”, and included in full as a custom property.")),
    "consumers": (_("Consumers"), _("The standard describes what’s offered, not who uses it.")),
    "dataProduct": (
        _("The product read by an input port"),
        _("The standard refers to the contract of an output port, not to a product."),
    ),
    "dataProductId": (
        _("The product of a contract"),
        _("The standard has its name, but not its identifier."),
    ),
    "dataSet": (_("Data set"), _("The standard has it in the contract, as the name of the schema.")),
    "delivers": (_("Its measure of success"), _("The standard doesn’t cover goals.")),
    "description": (
        _("Description"),
        _("The standard has purpose, usage and limitations. They contain the job and the policies."),
    ),
    "distribution": (_("Distribution rights"), _("The standard doesn’t cover rights to pass data on.")),
    "effort": (_("Effort"), _("The standard describes the product, not the work to build it.")),
    "example": (_("Example data"), _("The standard only has examples of single columns.")),
    "format": (_("Format"), _("The standard only has it for some types of servers.")),
    "goals": (_("Goals"), _("The standard doesn’t cover goals.")),
    "iterations": (_("Iterations"), _("The standard describes one version, not future ones.")),
    "location": (
        _("Location"),
        _("The standard only allows addresses such as https://…. These are included there, too."),
    ),
    "measures": (_("Measures of success"), _("The standard doesn’t cover goals.")),
    "portDescription": (_("Content of an input port"), _("The standard only describes output ports.")),
    "portType": (_("Type of a port"), _("The standard doesn’t have a type for input ports and contracts.")),
    "privacy": (
        _("Privacy"),
        _("The standard doesn’t cover privacy. Columns with personal data have a tag."),
    ),
    "privacyNote": (
        _("Handling of personal data"),
        _("Part of “limitations”, and included in full as a custom property."),
    ),
    "processing": (_("Processing"), _("The standard describes what’s offered, not how it’s made.")),
    "redThread": (_("Why it exists: goal, hypothesis, use case"), _("The standard doesn’t cover goals.")),
    "serviceLevelObjectives": (
        _("Promises (SLOs) with their windows"),
        _("A service level of the standard has a value, but no window, basis or time zone."),
    ),
    "sharing": (
        _("Open access or access on request"),
        _("The standard doesn’t cover the sharing agreement."),
    ),
    "sixQuestions": (
        _("Answers to the six questions"),
        _("Two of them form the “usage” of the standard. All of them are custom properties."),
    ),
    "source": (_("Source of an input port"), _("The standard covers contracts, not systems.")),
    "state": (
        _("State"),
        _("The standard has fewer states. Planned and building both become draft."),
    ),
    "storage": (_("Storage"), _("The standard describes what’s offered, not how it’s made.")),
    "teamId": (_("Team identifier"), _("ODPS has the name of a team, but no identifier.")),
    "transformation": (
        _("Transformation"),
        _("The standard describes what’s offered, not how it’s made."),
    ),
    "usagePatterns": (
        _("Usage patterns"),
        _("The standard describes what’s promised, not what’s expected."),
    ),
    "useCases": (_("Use cases"), _("The standard doesn’t cover use cases.")),
}

# What is in no file: what it is, and why.
LEFT_OUT: tuple[tuple[str | Promise, str | Promise], ...] = (
    (
        _("Measurements of promises"),
        _("A specification contains promises. For the results, see the tab “Promise”."),
    ),
    (
        _("Values of measures of success"),
        _("They belong to the value tree. The specification has their names and identifiers."),
    ),
    (
        _("Members of the team, except the owner"),
        _("They come and go. A catalog should ask for the team."),
    ),
    (
        _("Details of sources and consumers"),
        _("Only their names and identifiers are included. They’re described once, in the discovery."),
    ),
    (
        _("Use cases served through other products"),
        _("They follow from the ports, and the landscape computes them."),
    ),
    (
        _("Notes from workshops, their authors, and earlier versions"),
        _("It stays in the history of the discovery."),
    ),
)
