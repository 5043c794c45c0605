"""The content that formats of catalogs and monitors can't contain, with reasons, in words."""

from django.utils.translation import gettext_lazy as _

from core.labels import Text

Lost = tuple[tuple[Text, Text], ...]

NO_PRODUCT = _("No data products yet.")
NO_PROMISE = _("No data product has a promise yet.")

_VALUE = (_("Goals and measures of success"), _("The standard doesn’t cover goals."))
_PORTS = (
    _("Input and output ports, columns, contracts"),
    _("They’re assets there, and only a platform has those."),
)
_PROMISES = (
    _("Promises (SLOs) with their windows"),
    _("They belong to assets there. OpenSLO includes them."),
)
_RULES = (
    _("Access rules"),
    _("The standard doesn’t cover rules. The access policy is included as text."),
)
_PLAN = (
    _("Iterations, usage patterns, effort, answers to the six questions"),
    _("The standard describes the product, not the plan for it."),
)

OPENSLO: Lost = (
    (
        _("Products without a promise, and everything unrelated to promises"),
        _("The standard describes services and what they promise."),
    ),
    (
        _("A promise without a window"),
        _("An SLO of the standard needs a target over a window. Only the indicator is included."),
    ),
    (
        _("Several windows of one promise"),
        _("The standard allows one window per SLO, so each window becomes an SLO."),
    ),
    (
        _("Budgets counted in time"),
        _("Seconds are counted as occurrences. Time slices would need a length, which isn’t defined here."),
    ),
    (
        _("Source of the indicator"),
        _("The source is Headwaters and its recorded measurements. Your monitor adds its own query."),
    ),
    (_("Ends of long texts"), _("A description has at most 1,050 characters, a title at most 63.")),
)
ODPS4: Lost = (
    (
        _("Goals without a measure that has a target, and measures without a target"),
        _("A strategy of the standard needs a KPI with a target that the product contributes to."),
    ),
    (
        _("Baselines of measures as numbers"),
        _("A KPI of the standard only has a target. The baseline is in its description."),
    ),
    (
        _("Units of measures that the standard doesn’t list"),
        _("They’re in the descriptions of the KPIs."),
    ),
    (
        _("Input ports, sources and consumers"),
        _("The standard describes what’s offered, not where it comes from or goes to."),
    ),
    (
        _("The contracts of a product with several output ports"),
        _("The standard has room for one contract. It’s included if there’s a single port."),
    ),
    (
        _("Windows, bases and time zones of promises; promises on volume and other types"),
        _("A level of the standard has an objective, a unit, and only certain dimensions."),
    ),
    (
        _("Targets with a fraction for completeness and accuracy"),
        _("The standard uses whole percentages for quality."),
    ),
    (_("Owner and team"), _("The standard has a data holder instead: a company with an address.")),
    (
        _("Formats that the standard doesn’t list"),
        _("They’re in the list of file formats."),
    ),
    (
        _("Classification, privacy and access rules"),
        _("The standard doesn’t cover them. Policies are included as text."),
    ),
    _PLAN,
)
DATAHUB: Lost = (
    (
        _("Ports, columns and contracts"),
        _("They’re assets there, which only a platform has. The names of ports are in the properties."),
    ),
    (
        _("Windows, bases and time zones of promises"),
        _("DataHub checks assets. The sentences are in the properties. OpenSLO has all the details."),
    ),
    (
        _("An owner without an email address"),
        _("DataHub identifies people by their account. The name is in the properties."),
    ),
    (
        _("Identifiers of goals, use cases, measures and consumers"),
        _("Properties are text, so they contain the names."),
    ),
    _RULES,
    _PLAN,
)
OPENMETADATA: Lost = (
    (
        _("Owner and team as references"),
        _("OpenMetadata needs identifiers of its own users. Their names are in the description."),
    ),
    _PORTS,
    (
        _("State"),
        _("A request to create a product doesn’t have a state. It’s in the description."),
    ),
    _PROMISES,
    _VALUE,
    (
        _("Classification, privacy, sharing agreement, consumers"),
        _("They need tags, properties and assets that are defined in the catalog first."),
    ),
    (
        _("The type of a domain"),
        _("A discovery doesn’t have a type. The most frequent type of its products is used."),
    ),
    _RULES,
    _PLAN,
)
BACKSTAGE: Lost = (
    _VALUE,
    (
        _("Source of an input port, use cases, consumers"),
        _("Backstage describes software. It doesn’t have entities for sources and consumers."),
    ),
    (
        _("Link from a product to its APIs"),
        _("Resources can’t have this relation there. Each API names its product in an annotation."),
    ),
    (_("Promises of a product without output ports"), _("They’re in the contracts of its ports.")),
    (_("Members of teams"), _("A specification names the owner only.")),
    (
        _("Domain, state, classification, privacy"),
        _("They’re in annotations. Backstage doesn’t have fields for them."),
    ),
    _PLAN,
)
DPROD: Lost = (
    _VALUE,
    (_("Use cases and consumers"), _("The ontology describes what’s offered.")),
    (_("Team"), _("The ontology only covers the owner of a product.")),
    (_("Columns"), _("A data set names its contract standard. The columns are in the contract.")),
    _PROMISES,
    (
        _("The sharing agreement and access rules"),
        _("Rules in RDF need ODRL, which isn’t supported. The access policy is included as text."),
    ),
    (
        _("Source of each input port"),
        _("An input port has a name. Only the data set of another product is linked."),
    ),
    _PLAN,
)
