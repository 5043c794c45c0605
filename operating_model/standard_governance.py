"""The bodies that governance of a data mesh usually starts with, one of each type, and what flows between
them. Data only, no Django but the marking of words for translation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.labels import Text
from operating_model.standard_roles import (
    ARCHITECT,
    DOMAIN_OWNER,
    PLATFORM_OWNER,
    PRODUCT_OWNER,
    SPONSOR,
    TECHNICAL_LEAD,
)

# The kinds are those of models.GovernanceKind, the cadences those of models.Cadence.
PORTFOLIO, DOMAIN, TECHNOLOGY = "portfolio", "domain", "technology"


@dataclass(frozen=True, slots=True)
class StandardBody:
    """`roles` are keys of standard roles, whose first leads; `escalates_to` is a kind, "" for none."""

    kind: str
    name: Text
    purpose: Text
    inputs: Text
    decision_rights: Text
    cadence: str
    minutes: int
    roles: tuple[str, ...]
    escalates_to: str = ""


STANDARD_BODIES: tuple[StandardBody, ...] = (
    StandardBody(
        PORTFOLIO,
        _("Portfolio board"),
        _("Sees that goals across domains are met, and which bets pay off."),
        _("Measures of success of the bets, goals of the company, what domains suggest."),
        _("Which bets go on, change or stop. Priorities between domains."),
        "quarterly",
        90,
        (SPONSOR, DOMAIN_OWNER),
    ),
    StandardBody(
        DOMAIN,
        _("Domain council"),
        _("Decides which use cases the domain pursues, and sees that the right data products are built."),
        _("Ranking of the use cases, landscape and promises of the data products, ownership gaps."),
        _("Which use cases and data products come next. Who owns what."),
        "monthly",
        60,
        (DOMAIN_OWNER, PRODUCT_OWNER, ARCHITECT),
        PORTFOLIO,
    ),
    StandardBody(
        TECHNOLOGY,
        _("Technology guild"),
        _("Agrees how data products are built, so that they work together and domains stay free."),
        _("Fitness functions, gaps of the platform, proposals of the teams."),
        _("Standards and guardrails for all data products."),
        "biweekly",
        60,
        (ARCHITECT, TECHNICAL_LEAD, PLATFORM_OWNER),
        PORTFOLIO,
    ),
)

# From a kind, to a kind, and what.
STANDARD_FLOWS: tuple[tuple[str, str, Text], ...] = (
    (PORTFOLIO, DOMAIN, _("Goals, and which bets go on")),
    (DOMAIN, PORTFOLIO, _("What was measured, and proposals")),
    (TECHNOLOGY, DOMAIN, _("Standards and guardrails")),
    (DOMAIN, TECHNOLOGY, _("What data products need")),
    (TECHNOLOGY, PORTFOLIO, _("What the platform needs")),
)
