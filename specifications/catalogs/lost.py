"""What catalogs and monitors have no place for, in words: what it is, and why it is not there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.labels import Text

Lost = tuple[tuple[Text, Text], ...]

NO_PRODUCT = _("There is no data product yet.")
NO_PROMISE = _("No data product promises anything yet.")

_VALUE = (_("Goals and measures of success"), _("The standard knows no goals."))
_PORTS = (
    _("Input and output ports, columns, contracts"),
    _("They are assets there, and only a platform has those."),
)
_PROMISES = (_("Promises (SLOs) with their windows"), _("They belong to assets there. OpenSLO has them."))
_RULES = (
    _("Who may and who may not"),
    _("The standard has no rules. The policy stands there in words."),
)
_PLAN = (
    _("Iterations, usage patterns, effort, answers to the six questions"),
    _("The standard describes the product, not the plan for it."),
)

OPENSLO: Lost = (
    (
        _("Products without a promise, and all that is not about promises"),
        _("The standard describes services and what they promise."),
    ),
    (
        _("A promise without a window"),
        _("An SLO of the standard has a target over one window; the indicator is there."),
    ),
    (
        _("That several windows are one promise"),
        _("The standard takes one window for each SLO: there is one for each."),
    ),
    (
        _("That a budget is counted in time"),
        _("Seconds are its occurrences. Time slices would need a length that nobody has said."),
    ),
    (
        _("Where the indicator is read from"),
        _("The source is Headwaters with what is recorded there: the monitor to be used puts its own query."),
    ),
    (_("Ends of texts"), _("A description has at most 1,050 characters, a title 63.")),
)
ODPS4: Lost = (
    (
        _("Goals of a product for which no measure has a target, and measures without one"),
        _("A strategy of the standard has a KPI with a target, to which the product contributes."),
    ),
    (
        _("Baselines of measures as numbers"),
        _("A KPI of the standard has a target only. The baseline is in its description."),
    ),
    (
        _("Units of measures that the standard does not list"),
        _("They are in the descriptions of the KPIs."),
    ),
    (
        _("Input ports, sources and consumers"),
        _("The standard describes what is offered, not where it comes from and goes to."),
    ),
    (
        _("The contracts of a product with several output ports"),
        _("The standard has room for one contract. With a single port it is there."),
    ),
    (
        _("Windows, bases and time zones of promises; those of volume and of other kinds"),
        _("A level of the standard has an objective and a unit, and only certain dimensions."),
    ),
    (
        _("Targets with a fraction for completeness and accuracy"),
        _("A quality of the standard is a whole number of percent."),
    ),
    (_("Owner and team"), _("The standard has a data holder, who is a company with an address.")),
    (
        _("Formats that the standard does not list"),
        _("They stand in the list of file formats."),
    ),
    (_("Classification, privacy and rules of access"), _("The standard has none; policies stand in words.")),
    _PLAN,
)
DATAHUB: Lost = (
    (
        _("Ports, columns and contracts"),
        _("They are assets there, which only a platform has. Ports stand by name in the properties."),
    ),
    (
        _("Windows, bases and time zones of promises"),
        _("DataHub checks assets. The sentences stand in the properties; OpenSLO has all of it."),
    ),
    (
        _("An owner without an e-mail address"),
        _("DataHub knows people by their account. The name stands in the properties."),
    ),
    (
        _("Identifiers of goals, use cases, measures and consumers"),
        _("Properties are texts: the names are there."),
    ),
    _RULES,
    _PLAN,
)
OPENMETADATA: Lost = (
    (
        _("Owner and team as references"),
        _("OpenMetadata wants identifiers of its own users. Their names stand in the description."),
    ),
    _PORTS,
    (
        _("State"),
        _("A request to create a product has none. It stands in the description."),
    ),
    _PROMISES,
    _VALUE,
    (
        _("Classification, privacy, sharing agreement, consumers"),
        _("They need tags, properties and assets that are defined there first."),
    ),
    (
        _("The type of a domain"),
        _("A discovery has none: it is the type that most of its products have."),
    ),
    _RULES,
    _PLAN,
)
BACKSTAGE: Lost = (
    _VALUE,
    (
        _("Which source an input port reads, and use cases and consumers"),
        _("Backstage describes software: sources and consumers are no entities of it."),
    ),
    (
        _("That a product offers its APIs"),
        _("A resource has no such relation there. Each API names its product in an annotation."),
    ),
    (_("Promises of a product without output ports"), _("They stand in the contracts of its ports.")),
    (_("Members of teams"), _("A specification has the owner only.")),
    (
        _("Domain, state, classification, privacy"),
        _("They stand in annotations: Backstage has no field for them."),
    ),
    _PLAN,
)
DPROD: Lost = (
    _VALUE,
    (_("Use cases and consumers"), _("The ontology describes what is offered.")),
    (_("Team"), _("The ontology knows the owner of a product.")),
    (_("Columns"), _("A data set names the contract standard that it conforms to; the contract has them.")),
    _PROMISES,
    (
        _("The sharing agreement and rules of access"),
        _("Rules in RDF are ODRL, which is not written. The access policy stands there in words."),
    ),
    (
        _("Which source an input port reads"),
        _("An input port has a name. The data set of another product is named."),
    ),
    _PLAN,
)
