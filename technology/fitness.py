"""The six fitness functions, and the checks that each is made of.

A check returns its verdict with a reason and the place to correct it. Other rules of an organization for its
products are registered beside these (technology/registries.py).
"""

from collections.abc import Callable

from django.utils.translation import gettext as _, gettext_lazy, ngettext

from core.labels import Text
from core.models import if_there
from products.design.access.selectors import policy_parts
from products.design.ports.selectors import trouble_of
from products.models import AccessEffect, Classification, OutputKind, Privacy, Sharing
from technology.access_policy.rules import contradictory_claims
from technology.access_policy.selectors import rules_of
from technology.models import SharingPattern
from technology.registries import (
    FitnessCheck,
    FitnessFunction,
    PortFacts,
    ProductFacts,
    Verdict,
    fitness_checks,
    fitness_functions,
)
from technology.standard_formats import is_standard_format, is_uri, is_version

# Ports that programs read; a dashboard is for people.
STANDARD_PORTS = frozenset(
    {OutputKind.API, OutputKind.TABLE, OutputKind.FILE, OutputKind.STREAM, OutputKind.VIRTUAL}
)
# A shorter description doesn't help a stranger.
LEAST_WORDS = 4
# Most names of a list in a sentence.
MOST_NAMED = 5

PORTS, CHECKLIST = "products:product_ports", "products:product_checklist"
PROMISES, SHARING = "products:product_promises", "technology:product_sharing"
ACCESS, TEMPLATE = "technology:product_access", "products:product"


def _first_names(names: list[str]) -> str:
    """The first of the names, for a sentence."""
    return ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")


def _all_ports(
    facts: ProductFacts, lacking: list[PortFacts], reason: str, wrong: Callable[[int], str]
) -> Verdict:
    """Passed when there is a port, and none is `lacking`; `wrong` returns a sentence about so many
    `%(names)s`."""
    url = facts.url(PORTS)
    if not facts.outputs:
        return Verdict(False, _("It has no output port yet."), url)
    if lacking:
        names = _first_names([each.port.name for each in lacking])
        return Verdict(False, wrong(len(lacking)) % {"names": names}, url)
    return Verdict(True, reason, url)


# --- Self-describing -----------------------------------------------------------------------------


def has_description(facts: ProductFacts) -> Verdict:
    """It has a description of some words, beyond its name."""
    url = facts.url(CHECKLIST, "description")
    words = facts.product.description.split()
    if not words:
        return Verdict(False, _("It has no description."), url)
    short = _("Its description is too short to explain what it contains.")
    reason = _("Its description explains what it contains.")
    return Verdict.where(len(words) >= LEAST_WORDS, reason, short, url)


def syntax(facts: ProductFacts) -> Verdict:
    """Each output port lists its columns with their types."""
    return _all_ports(
        facts,
        [each for each in facts.outputs if not each.columns],
        _("Each output port lists its columns and their types."),
        lambda count: ngettext(
            "%(names)s doesn’t list its columns.", "%(names)s don’t list their columns.", count
        ),
    )


def semantics(facts: ProductFacts) -> Verdict:
    """Each column has a description."""
    url = facts.url(PORTS)
    columns = [column for each in facts.outputs for column in each.columns]
    undescribed = list(dict.fromkeys(column.name for column in columns if not column.description))
    if not columns:
        return Verdict(False, _("It has no columns to describe yet."), url)
    if undescribed:
        sentence = ngettext(
            "The column %(names)s has no description.",
            "The columns %(names)s have no description.",
            len(undescribed),
        )
        return Verdict(False, sentence % {"names": _first_names(undescribed)}, url)
    return Verdict(True, _("Each column has a description."), url)


def example(facts: ProductFacts) -> Verdict:
    """At least one output port shows example data."""
    has_example = any(each.port.example for each in facts.outputs)
    problem = _("No output port has example data.")
    return Verdict.where(has_example, _("It has example data."), problem, facts.url(PORTS))


def in_catalog(facts: ProductFacts) -> Verdict:
    """The catalog describes it, at an address that can be opened."""
    url = facts.url(TEMPLATE, "slot-places")
    problem = _("No catalog link yet.")
    return Verdict.where(facts.product.catalog_url, _("It has a catalog link."), problem, url)


# --- Addressable ----------------------------------------------------------------------------------


def has_uri(facts: ProductFacts) -> Verdict:
    """Each output port has a URI."""
    return _all_ports(
        facts,
        [each for each in facts.outputs if not is_uri(each.port.location)],
        _("Each output port has a URI."),
        lambda count: ngettext(
            "The location of %(names)s isn’t a URI. Use the form https://… or s3://….",
            "The locations of %(names)s aren’t URIs. Use the form https://… or s3://….",
            count,
        ),
    )


def unique_uri(facts: ProductFacts) -> Verdict:
    """No other product of the organization gives the same location."""
    url = facts.url(PORTS)
    if not any(each.port.location for each in facts.outputs):
        return Verdict(False, _("No output port has a location."), url)
    for each in facts.outputs:
        for twin in each.twins:
            other = twin or _("a data product in another discovery")
            names = {"port": each.port.name, "other": other}
            return Verdict(False, _("%(port)s has the same location as %(other)s.") % names, url)
    return Verdict(True, _("Its locations are unique."), url)


# --- Discoverable ---------------------------------------------------------------------------------


def has_contact(facts: ProductFacts) -> Verdict:
    """A contact for questions is named."""
    owner, url = if_there(facts.product.owner), facts.url(CHECKLIST, "owner")
    if owner is None:
        return Verdict(False, _("No contact for questions yet."), url)
    return Verdict(True, _("%(owner)s answers questions about it.") % {"owner": owner}, url)


def has_job(facts: ProductFacts) -> Verdict:
    """Its purpose is described, so that search finds it."""
    problem = _("Its purpose isn’t described, so search can’t find it.")
    return Verdict.where(facts.product.job, _("Its purpose is described."), problem, facts.url(TEMPLATE))


def searchable(facts: ProductFacts) -> Verdict:
    """A search of the catalog ends at this product: the entry belongs to it alone, and describes how to get
    access, by which people choose in a marketplace."""
    url = facts.url(TEMPLATE, "slot-places")
    if not facts.product.catalog_url:
        return Verdict(False, _("It isn’t in the catalog, so search there can’t find it."), url)
    for twin in facts.catalog_twins:
        names = {"other": twin or _("a data product in another discovery")}
        return Verdict(False, _("It shares its catalog entry with %(other)s.") % names, url)
    reason = _("It has its own catalog entry and shows how to get access.")
    problem = _("It doesn’t show whether access is open or needs approval.")
    return Verdict.where(facts.product.sharing, reason, problem, facts.url(CHECKLIST, "sharing"))


def has_agreement(facts: ProductFacts) -> Verdict:
    """The data sharing agreement has an address that can be opened."""
    url, reason = facts.url(CHECKLIST, "access_policy"), _("Its data sharing agreement is published.")
    problem = _("No link to its data sharing agreement yet.")
    return Verdict.where(policy_parts(facts.product, facts.rules).is_published, reason, problem, url)


# --- Secure ---------------------------------------------------------------------------------------


def denies_by_default(facts: ProductFacts) -> Verdict:
    """People whom no rule names are denied, or the data is public and everyone may use it."""
    product, url = facts.product, facts.url(CHECKLIST, "access_policy")
    if product.access_default == AccessEffect.DENY:
        return Verdict(True, _("Anyone not named in a rule may not use it."), url)
    if not product.access_default:
        return Verdict(False, _("Default access isn’t recorded yet. Until it is, access is denied."), url)
    public = (Sharing.OPEN, Classification.PUBLIC, Privacy.NONE)
    reason = _("It’s public, contains no personal data and is open to everyone.")
    problem = _("Everyone else may use it, although it isn’t public.")
    is_public = (product.sharing, product.classification, product.privacy) == public
    return Verdict.where(is_public, reason, problem, url)


def names_users(facts: ProductFacts) -> Verdict:
    """The policy names the people who may use it, in words or in rules."""
    url = facts.url(CHECKLIST, "access_policy")
    parts = policy_parts(facts.product, facts.rules)
    return Verdict.where(
        parts.names_users,
        _("Its policy defines who may use it."),
        _("No policy defines who may use it."),
        url,
    )


def has_consistent_rules(facts: ProductFacts) -> Verdict:
    """No two rules contradict each other for the same people."""
    url, reason = facts.url(ACCESS, "part-access"), _("Its rules don’t contradict each other.")
    if not facts.rules:
        return Verdict.inapplicable(_("It has no access rules yet."), url)
    pairs = contradictory_claims(rules_of(facts.rules))
    wrong = _("One rule allows %(who)s, another denies them.") % {"who": pairs[0].value if pairs else ""}
    return Verdict.where(not pairs, reason, wrong, url)


def has_classification(facts: ProductFacts) -> Verdict:
    """Its confidentiality is stated."""
    product, problem = facts.product, _("No classification yet.")
    reason = _("Its classification is “%(label)s”.") % {"label": product.get_classification_display()}
    return Verdict.where(product.classification, reason, problem, facts.url(CHECKLIST, "classification"))


def personal_data(facts: ProductFacts) -> Verdict:
    """It states whether it contains personal data and its handling, and its columns don't contradict that."""
    product, url = facts.product, facts.url(CHECKLIST, "privacy")
    personal = [column.name for each in facts.outputs for column in each.columns if column.is_personal]
    if not product.privacy:
        return Verdict(False, _("Not stated whether it contains personal data."), url)
    if product.privacy == Privacy.NONE:
        if personal:
            sentence = _("It’s marked as free of personal data, but the column %(name)s contains some.")
            return Verdict(False, sentence % {"name": personal[0]}, url)
        return Verdict(True, _("It contains no personal data."), url)
    if not product.privacy_note:
        return Verdict(False, _("It contains personal data, but its handling isn’t described."), url)
    return Verdict(True, _("The handling of personal data is described."), url)


def guards_copies(facts: ProductFacts) -> Verdict:
    """Each way of sharing that copies data describes how the copy keeps the rules of access."""
    url = facts.url(SHARING, "part-sharing")
    ways = [(each.port.name, each.sharing) for each in facts.outputs if each.sharing]
    copies = [(name, way.cautions) for name, way in ways if way.pattern == SharingPattern.COPY]
    if not copies:
        return Verdict.inapplicable(_("None of its data is copied."), url)
    for name in (name for name, cautions in copies if not cautions):
        sentence = _("The data of %(name)s is copied, but access rules for the copy aren’t described.")
        return Verdict(False, sentence % {"name": name}, url)
    return Verdict(True, _("Every copy of its data has access rules."), url)


# --- Trustworthy ----------------------------------------------------------------------------------


def has_objective(facts: ProductFacts) -> Verdict:
    """It publishes a service level objective with a target."""
    url = facts.url(PROMISES)
    if any(each.windows for each in facts.promises):
        return Verdict(True, _("It has a measurable promise (SLO)."), url)
    if facts.promises:
        return Verdict(False, _("It has a promise (SLO) without a target."), url)
    return Verdict(False, _("It has no measurable promise (SLO)."), url)


def keeps_promises(facts: ProductFacts) -> Verdict:
    """Its promises were measured, and are within their budgets."""
    url = facts.url(PROMISES)
    if broken := [each for each in facts.promises if each.is_violated]:
        return Verdict(False, _("Violated: %(promise)s") % {"promise": broken[0].sentence}, url)
    if waiting := [each.sentence for each in facts.promises if each.windows and not each.is_measured]:
        return Verdict.unmeasured(_("Promised, not measured yet: %(promise)s") % {"promise": waiting[0]}, url)
    if not facts.promises:
        return Verdict.inapplicable(_("It has no promises that could be broken."), url)
    return Verdict(True, _("All measured promises are kept."), url)


def has_origins(facts: ProductFacts) -> Verdict:
    """The origins of its data are recorded, and still exist."""
    url = facts.url(PORTS)
    if not facts.inputs:
        return Verdict(False, _("No data source yet."), url)
    for port in facts.inputs:
        trouble = trouble_of(port)
        if trouble:
            return Verdict(False, trouble, url)
    return Verdict(True, _("All its inputs exist."), url)


# --- Interoperable --------------------------------------------------------------------------------


def standard_port(facts: ProductFacts) -> Verdict:
    """At least one output port is of a kind that programs read."""
    url = facts.url(PORTS)
    if any(each.port.kind in STANDARD_PORTS for each in facts.outputs):
        return Verdict(True, _("Programs can read it as an API, table, file or stream."), url)
    if not facts.outputs:
        return Verdict(False, _("It has no output port yet."), url)
    return Verdict(False, _("Only people can read it. It has no API, table, file or stream."), url)


def standard_format(facts: ProductFacts) -> Verdict:
    """Each output port for programs delivers in a format that any tool reads."""
    for_programs = [each for each in facts.outputs if each.port.kind in STANDARD_PORTS]
    if facts.outputs and not for_programs:
        return Verdict(False, _("It has no machine-readable output port."), facts.url(PORTS))
    return _all_ports(
        facts,
        [each for each in for_programs if not is_standard_format(each.port.format)],
        _("It delivers in a standard format."),
        lambda count: ngettext(
            "%(names)s doesn’t use a standard format, such as Parquet, CSV or JSON.",
            "%(names)s don’t use a standard format, such as Parquet, CSV or JSON.",
            count,
        ),
    )


def has_versions(facts: ProductFacts) -> Verdict:
    """Each contract has a version of three numbers, so that consumers see what breaks them."""
    return _all_ports(
        facts,
        [each for each in facts.outputs if not is_version(each.port.version)],
        _("Each contract has a version, such as 1.0.0."),
        lambda count: ngettext(
            "The contract of %(names)s needs a version with three numbers, such as 1.0.0.",
            "The contracts of %(names)s need a version with three numbers, such as 1.0.0.",
            count,
        ),
    )


# --- Registration ---------------------------------------------------------------------------------

_FUNCTIONS = (
    (
        "self_describable",
        gettext_lazy("Self-describing"),
        gettext_lazy("Anyone can understand what it contains."),
    ),
    ("addressable", gettext_lazy("Addressable"), gettext_lazy("It has its own address.")),
    (
        "discoverable",
        gettext_lazy("Discoverable"),
        gettext_lazy("People can find it and know whom to ask."),
    ),
    ("secure", gettext_lazy("Secure"), gettext_lazy("Only people with permission can use it.")),
    ("trustworthy", gettext_lazy("Trustworthy"), gettext_lazy("It promises a certain quality and keeps it.")),
    (
        "interoperable",
        gettext_lazy("Interoperable"),
        gettext_lazy("Other products and tools can work with it."),
    ),
)

_Check = Callable[[ProductFacts], Verdict]
_CHECKS: tuple[tuple[str, str, Text, _Check], ...] = (
    ("self_describable", "description", gettext_lazy("Description"), has_description),
    ("self_describable", "syntax", gettext_lazy("Columns and types"), syntax),
    ("self_describable", "semantics", gettext_lazy("Meaning of the columns"), semantics),
    ("self_describable", "example", gettext_lazy("Example data"), example),
    ("self_describable", "catalog", gettext_lazy("Published in the catalog"), in_catalog),
    ("addressable", "uri", gettext_lazy("URI"), has_uri),
    ("addressable", "unique", gettext_lazy("Unique address"), unique_uri),
    ("discoverable", "contact", gettext_lazy("First contact"), has_contact),
    ("discoverable", "job", gettext_lazy("Purpose"), has_job),
    ("discoverable", "catalog", gettext_lazy("Searchable in the catalog"), searchable),
    ("discoverable", "agreement", gettext_lazy("Agreement published"), has_agreement),
    ("secure", "default_deny", gettext_lazy("Default access"), denies_by_default),
    ("secure", "policy", gettext_lazy("Permitted users"), names_users),
    ("secure", "consistent", gettext_lazy("Consistent rules"), has_consistent_rules),
    ("secure", "classification", gettext_lazy("Classification"), has_classification),
    ("secure", "personal_data", gettext_lazy("Personal data handled"), personal_data),
    ("secure", "copies", gettext_lazy("Copies keep access rules"), guards_copies),
    ("trustworthy", "promised", gettext_lazy("SLO published"), has_objective),
    ("trustworthy", "kept", gettext_lazy("SLOs met"), keeps_promises),
    ("trustworthy", "inputs", gettext_lazy("Inputs exist"), has_origins),
    ("interoperable", "standard_port", gettext_lazy("Standard port"), standard_port),
    ("interoperable", "standard_format", gettext_lazy("Standard format"), standard_format),
    ("interoperable", "version", gettext_lazy("Version of the contract"), has_versions),
)


def register_own() -> None:
    """Register the functions and their checks."""
    for order, (key, label, about) in enumerate(_FUNCTIONS, start=1):
        fitness_functions.register(FitnessFunction(key, label, about, order * 10))
    for order, (function, name, title, check) in enumerate(_CHECKS, start=1):
        fitness_checks.register(FitnessCheck(f"{function}.{name}", function, title, order * 10, check))
