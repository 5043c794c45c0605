"""The roles and duties that the method knows, as an organization starts from them. Data only, no Django but
the marking of words for translation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.labels import Text

DOMAIN_OWNER = "domain_owner"
PRODUCT_OWNER = "data_product_owner"
PRODUCT_TEAM = "data_product_team"
STEWARD = "data_steward"
PLATFORM_OWNER = "platform_owner"
PLATFORM_TEAM = "platform_team"
SPONSOR = "executive_sponsor"
ARCHITECT = "domain_architect"
DATA_LEAD = "data_lead"
TECHNICAL_LEAD = "technical_lead"


@dataclass(frozen=True, slots=True)
class StandardRole:
    """A role: what it answers for, and what it may decide on its own."""

    key: str
    name: Text
    responsibilities: Text
    decision_rights: Text


@dataclass(frozen=True, slots=True)
class StandardDuty:
    """A row of the responsibility matrix; `parts` are letters (R, A, C, I) by the key of a role."""

    name: Text
    parts: Mapping[str, str] = field(default_factory=dict)


STANDARD_ROLES: tuple[StandardRole, ...] = (
    StandardRole(
        SPONSOR,
        _("Executive sponsor"),
        _("Speaks for the change, removes obstacles, and makes room and money for it."),
        _("Funding of the domain's bets. What is stopped when capacity runs short."),
    ),
    StandardRole(
        DOMAIN_OWNER,
        _("Domain owner"),
        _(
            "Answers for the business outcomes of the domain and for its data, and aligns objectives and "
            "priorities with the peers of other domains."
        ),
        _("Which goals and use cases the domain pursues. Who owns which data product."),
    ),
    StandardRole(
        PRODUCT_OWNER,
        _("Data product owner"),
        _(
            "Takes charge of the roadmap and the life of a data product, tells consumers what to expect, and "
            "speaks for the team."
        ),
        _("What the product offers, and in which order. Who gets access. What it promises."),
    ),
    StandardRole(
        PRODUCT_TEAM,
        _("Data product team"),
        _("Owns its data products together: builds, runs and improves them, and keeps their promises."),
        _("How a product is built, within the guardrails of the domain."),
    ),
    StandardRole(
        STEWARD,
        _("Data steward"),
        _("Keeps definitions, quality and classification of the data, and is asked first about it."),
        _("What a term means. Whether data is fit for use."),
    ),
    StandardRole(
        PLATFORM_OWNER,
        _("Platform owner"),
        _(
            "Runs the platform as a product: plans its evolution with its users, tells them what changes, "
            "and aligns with the owners of the other platforms."
        ),
        _("What the platform offers, and in which order."),
    ),
    StandardRole(
        PLATFORM_TEAM,
        _("Platform team"),
        _("Provides the services that data product teams use on their own."),
        _("How the services of the platform are built and run."),
    ),
    StandardRole(
        ARCHITECT,
        _("Domain architect"),
        _("Keeps the boundaries between data products, and agrees standards with the other domains."),
        _("Standards and guardrails that data products of the domain follow."),
    ),
    StandardRole(
        DATA_LEAD,
        _("Data lead"),
        _(
            "Takes responsibility for the data products of the domain inside it, helps their owners, and is "
            "the first to ask about data."
        ),
        _("How data work in the domain is organized. Which help the teams get."),
    ),
    StandardRole(
        TECHNICAL_LEAD,
        _("Technical lead"),
        _("Leads the engineering of a data product team, and speaks for it where standards are agreed."),
        _("How the team builds, tests and runs its products, within the standards."),
    ),
)

STANDARD_DUTIES: tuple[StandardDuty, ...] = (
    StandardDuty(
        _("Choose the goals and bets of the domain"),
        {SPONSOR: "C", DOMAIN_OWNER: "AR", PRODUCT_OWNER: "C", ARCHITECT: "I"},
    ),
    StandardDuty(
        _("Prioritize use cases"),
        {SPONSOR: "I", DOMAIN_OWNER: "A", PRODUCT_OWNER: "R", PLATFORM_OWNER: "C", ARCHITECT: "C"},
    ),
    StandardDuty(
        _("Design a data product and its boundaries"),
        {DOMAIN_OWNER: "C", PRODUCT_OWNER: "A", PRODUCT_TEAM: "R", STEWARD: "C", ARCHITECT: "C"},
    ),
    StandardDuty(
        _("Build and run a data product"),
        {PRODUCT_OWNER: "A", PRODUCT_TEAM: "R", PLATFORM_TEAM: "C"},
    ),
    StandardDuty(
        _("Promise quality, and keep the promises"),
        {PRODUCT_OWNER: "A", PRODUCT_TEAM: "R", STEWARD: "C", DOMAIN_OWNER: "I"},
    ),
    StandardDuty(
        _("Approve access to data"),
        {PRODUCT_OWNER: "AR", STEWARD: "C", PRODUCT_TEAM: "I"},
    ),
    StandardDuty(
        _("Define terms, and classify data"),
        {DOMAIN_OWNER: "A", STEWARD: "R", DATA_LEAD: "C", PRODUCT_OWNER: "C"},
    ),
    StandardDuty(
        _("Set standards that hold for all domains"),
        {
            ARCHITECT: "AR",
            TECHNICAL_LEAD: "R",
            PLATFORM_OWNER: "C",
            PRODUCT_TEAM: "C",
            PRODUCT_OWNER: "I",
        },
    ),
    StandardDuty(
        _("Offer capabilities of the platform"),
        {PLATFORM_OWNER: "A", PLATFORM_TEAM: "R", PRODUCT_OWNER: "C", ARCHITECT: "C"},
    ),
    StandardDuty(
        _("Measure whether a bet paid off"),
        {SPONSOR: "I", DOMAIN_OWNER: "A", DATA_LEAD: "C", PRODUCT_OWNER: "R"},
    ),
)
