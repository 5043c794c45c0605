"""What ships to begin with: the questions of a data strategy, the statements of the suitability check, and
the dimensions of the Data Mesh delta.

Data only; each is copied where it is used, and may be changed or deleted there. The questions follow the
practice that the brief describes; statements and dimensions are ours, from its principles.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text


@dataclass(frozen=True, slots=True)
class ShippedQuestion:
    """A question of the data strategy; `hint` says what an answer holds."""

    key: str
    text: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class ShippedStatement:
    """A statement of the suitability check. An essential one that is hardly true settles the matter alone."""

    key: str
    aspect: str
    text: Text
    is_essential: bool = False


@dataclass(frozen=True, slots=True)
class ShippedDimension:
    """A dimension of the delta; `low` and `high` say what 0 and 5 look like."""

    key: str
    stream: str
    name: Text
    low: Text
    high: Text

    @property
    def description(self) -> str:
        return _("0: %(low)s 5: %(high)s") % {"low": self.low, "high": self.high}


QUESTIONS: tuple[ShippedQuestion, ...] = (
    ShippedQuestion(
        "value",
        _("How will data and AI deliver value for our business?"),
        _("Who decides or works differently because of data, and what that is worth."),
    ),
    ShippedQuestion(
        "revenue",
        _("Do we want data to increase revenue, and where?"),
        _("More of what we sell today: which customers, which offers."),
    ),
    ShippedQuestion(
        "cost",
        _("Do we want data to cut costs, and which ones?"),
        _("Work that goes away, waste that is avoided."),
    ),
    ShippedQuestion(
        "experience",
        _("Do we want data to improve the experience of customers, and how would they notice?"),
        _("What becomes easier, faster or more relevant for them."),
    ),
    ShippedQuestion(
        "streams",
        _("Do we want data to open new streams of revenue?"),
        _("Services that exist only because of data, and who would pay for them."),
    ),
    ShippedQuestion(
        "use_cases",
        _("What are our key strategic use cases of data, and how does the strategy support them?"),
        _("A handful, each with whom it serves. What they need that is not there today."),
    ),
    ShippedQuestion(
        "measured",
        _("By what will we notice that the strategy works?"),
        _("A few measures with a baseline, and who looks at them."),
    ),
)

STATEMENTS: tuple[ShippedStatement, ...] = (
    ShippedStatement(
        "many_domains",
        "need",
        _("Several business domains make data that other domains need."),
        is_essential=True,
    ),
    ShippedStatement(
        "bottleneck",
        "need",
        _("People wait for a central data team that cannot keep up, however good it is."),
    ),
    ShippedStatement(
        "knowledge", "need", _("Those who know what the data means are not those who prepare it for use.")
    ),
    ShippedStatement(
        "quality", "need", _("Nobody answers for data once it has left the system it comes from.")
    ),
    ShippedStatement(
        "growing", "need", _("Sources, consumers and use cases of data grow faster than we can serve them.")
    ),
    ShippedStatement(
        "strategy",
        "ready",
        _("There is a data strategy that says which value we are after, and leaders stand behind it."),
    ),
    ShippedStatement(
        "sponsor",
        "ready",
        _("Somebody in the executive team wants this, and will change responsibilities for it."),
        is_essential=True,
    ),
    ShippedStatement(
        "ownership", "ready", _("Business domains are willing to own their data, with people and a budget.")
    ),
    ShippedStatement(
        "engineers",
        "ready",
        _("The domains have engineers for data products, or can get them within a year."),
    ),
    ShippedStatement(
        "platform", "ready", _("A platform lets teams serve data by themselves, or is being built.")
    ),
    ShippedStatement(
        "product_thinking",
        "ready",
        _("Teams here work on products that evolve, not only on projects that end."),
    ),
    ShippedStatement(
        "federated",
        "ready",
        _("We can agree on a few standards for everybody and leave the rest to the domains."),
    ),
)

OPERATING_MODEL, PRODUCT, TECH = "operating_model", "product", "tech"

# Reports translate them (config/report_words.py).
DIMENSION_NAMES: dict[str, Text] = {
    "ownership": _("Ownership of data"),
    "teams": _("Teams that build data products"),
    "portfolio": _("Prioritizing by value"),
    "governance": _("Governance"),
    "product_thinking": _("Product thinking"),
    "reuse": _("Sharing across use cases"),
    "promises": _("Promises to consumers"),
    "measured_value": _("Measured value"),
    "self_service": _("Self-service platform"),
    "discoverability": _("Finding and understanding data"),
    "interoperability": _("Working together"),
    "automated_policies": _("Access and policies as code"),
}

DIMENSIONS: tuple[ShippedDimension, ...] = (
    ShippedDimension(
        "ownership",
        OPERATING_MODEL,
        DIMENSION_NAMES["ownership"],
        _("nobody answers for it."),
        _("each data set has an owner in the domain who decides and is asked."),
    ),
    ShippedDimension(
        "teams",
        OPERATING_MODEL,
        DIMENSION_NAMES["teams"],
        _("a central team takes orders."),
        _("lasting teams of business and IT build and run the domain's products."),
    ),
    ShippedDimension(
        "portfolio",
        OPERATING_MODEL,
        DIMENSION_NAMES["portfolio"],
        _("who shouts loudest comes first."),
        _("bets are chosen by expected value, and stopped by measured value."),
    ),
    ShippedDimension(
        "governance",
        OPERATING_MODEL,
        DIMENSION_NAMES["governance"],
        _("a gate that delays."),
        _("few decisions for all, most in the domain, many of them automated."),
    ),
    ShippedDimension(
        "product_thinking",
        PRODUCT,
        DIMENSION_NAMES["product_thinking"],
        _("data is a by-product of projects."),
        _("products are designed backwards from what users need, and evolve with them."),
    ),
    ShippedDimension(
        "reuse",
        PRODUCT,
        DIMENSION_NAMES["reuse"],
        _("each use case copies its own data."),
        _("products serve several use cases and domains, and are found before they are built again."),
    ),
    ShippedDimension(
        "promises",
        PRODUCT,
        DIMENSION_NAMES["promises"],
        _("nobody knows what to rely on."),
        _("each product publishes objectives, and its consumers see whether they are met."),
    ),
    ShippedDimension(
        "measured_value",
        PRODUCT,
        DIMENSION_NAMES["measured_value"],
        _("nobody knows what a product brought."),
        _("each product hangs on a goal whose measures are looked at regularly."),
    ),
    ShippedDimension(
        "self_service",
        TECH,
        DIMENSION_NAMES["self_service"],
        _("everything takes a ticket."),
        _("a team gets storage, pipelines and access within a day, without asking anybody."),
    ),
    ShippedDimension(
        "discoverability",
        TECH,
        DIMENSION_NAMES["discoverability"],
        _("you have to know somebody."),
        _("products describe themselves in a catalog, with meaning, owner and examples."),
    ),
    ShippedDimension(
        "interoperability",
        TECH,
        DIMENSION_NAMES["interoperability"],
        _("each system has its own keys and formats."),
        _("shared identifiers, formats and ports let products be combined."),
    ),
    ShippedDimension(
        "automated_policies",
        TECH,
        DIMENSION_NAMES["automated_policies"],
        _("rights are given by hand."),
        _("policies are checked by the platform, and deny by default."),
    ),
)

_ESSENTIAL = frozenset(each.key for each in STATEMENTS if each.is_essential)
_HINTS = {each.key: each.hint for each in QUESTIONS}


def is_essential(key: str) -> bool:
    """Whether the statement with this key settles the matter alone; an own one ("") never does."""
    return key in _ESSENTIAL


def hint_of(key: str) -> Text:
    """What an answer to the shipped question holds; "" for an own one."""
    return _HINTS.get(key, "")
