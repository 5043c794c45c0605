"""Domains that come on board early, with their order and reasons."""

from core.models import Operation
from core.services import artifacts, operation
from organizations import permissions
from organizations.actors import Actor
from organizations.models import Organization
from organizations.organization.selectors import domains_of
from process.models import OnboardingCandidate


def consider_all_domains(*, actor: Actor, organization: Organization) -> Operation:
    """Each domain that exists becomes a candidate, unless it is one. Raises NotAllowed or NotFound."""
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "onboarding.begun", summary=str(organization), place=organization) as current:
        domains = [{"domain_id": each.pk} for each in domains_of(organization)]
        artifacts.add_missing(OnboardingCandidate, "domain_id", domains, organization=organization)
    return current
