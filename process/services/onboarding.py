"""Which domains come on board early, in which order, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from discovery import permissions
from discovery.actors import Actor
from discovery.models import Domain, Operation, Organization
from discovery.services import artifacts
from discovery.services.operations import operation
from process.models import OnboardingCandidate
from process.models.strategy import Boundary

MOST = 5
"""The top of the scales of pull and readiness."""


def consider_all_domains(*, actor: Actor, organization: Organization) -> Operation:
    """Each domain that exists becomes a candidate, unless it is one; the operation, for undo."""
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "onboarding.begun", summary=str(organization), organization=organization) as begun:
        artifacts.locked(organization)
        rows = OnboardingCandidate.objects.filter(organization=organization)
        held = set(rows.values_list("domain", flat=True))
        place = artifacts.next_position(rows)
        domains = Domain.objects.filter(organization=organization).exclude(pk__in=held)
        for number, domain in enumerate(domains, place):
            artifacts.add(OnboardingCandidate, organization=organization, domain=domain, position=number)
    return begun


def add_candidate(
    *,
    actor: Actor,
    organization: Organization,
    domain: Domain,
    reason: str = "",
    pull: int | None = None,
    readiness: int | None = None,
    boundary: str = Boundary.EXISTING,
    boundary_reason: str = "",
) -> OnboardingCandidate:
    """A domain to consider, last in rank. `pull` and `readiness` run from 0 to 5.

    Raises Conflict when it is considered already, Invalid for a domain of another organization, a number out
    of range, and for a boundary that moves without a reason.
    """
    permissions.check_start_discovery(actor, organization)
    if domain.organization_id != organization.pk:
        raise Invalid(_("This domain belongs to another organization."))
    _check(pull, readiness, boundary, boundary_reason)
    with operation(actor, "onboarding.candidate_added", summary=domain.name, organization=organization):
        artifacts.locked(organization)
        rows = OnboardingCandidate.objects.filter(organization=organization)
        if rows.filter(domain=domain).exists():
            raise Conflict(_("%(domain)s is considered already.") % {"domain": domain})
        return artifacts.add(
            OnboardingCandidate,
            organization=organization,
            domain=domain,
            reason=reason,
            pull=pull,
            readiness=readiness,
            boundary=boundary,
            boundary_reason="" if boundary == Boundary.EXISTING else boundary_reason,
            position=artifacts.next_position(rows),
        )


def change_candidate(
    *, actor: Actor, candidate: OnboardingCandidate, revision: int | None = None, **fields: Any
) -> OnboardingCandidate:
    """`fields`: reason, pull, readiness, boundary, boundary_reason. Raises Invalid as add_candidate, and
    Stale."""
    permissions.check_start_discovery(actor, candidate.organization)
    boundary = fields.get("boundary", candidate.boundary)
    _check(
        fields.get("pull"),
        fields.get("readiness"),
        boundary,
        fields.get("boundary_reason", candidate.boundary_reason),
    )
    if boundary == Boundary.EXISTING:
        fields["boundary_reason"] = ""
    with operation(
        actor,
        "onboarding.candidate_changed",
        summary=candidate.domain.name,
        organization=candidate.organization,
    ):
        return artifacts.change(candidate, revision=revision, **fields)


def delete_candidate(*, actor: Actor, candidate: OnboardingCandidate) -> Operation:
    """The domain is no longer considered; the domain itself stays."""
    permissions.check_start_discovery(actor, candidate.organization)
    with operation(
        actor,
        "onboarding.candidate_deleted",
        summary=candidate.domain.name,
        organization=candidate.organization,
    ) as deleted:
        artifacts.trash(candidate)
    return deleted


def reorder_candidates(*, actor: Actor, organization: Organization, order: Sequence[UUID]) -> None:
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "onboarding.ordered", summary=str(organization), organization=organization):
        artifacts.reorder(OnboardingCandidate.objects.filter(organization=organization), order)


def _check(pull: int | None, readiness: int | None, boundary: str, boundary_reason: str) -> None:
    if any(number is not None and not 0 <= number <= MOST for number in (pull, readiness)):
        raise Invalid(_("Value and readiness are given from 0 to 5."))
    if boundary not in Boundary.values:
        raise Invalid(_("There is no such boundary."))
    if boundary != Boundary.EXISTING and not boundary_reason.strip():
        raise Invalid(_("Say why the boundary is not the one of today."))
