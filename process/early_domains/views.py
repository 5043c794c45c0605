"""Page of the domains of an organization that come on board early, ranked with reasons."""

from typing import Any

from django.forms import ModelChoiceField
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.forms import KindForm, field_of
from organizations import permissions
from organizations.models import Organization
from organizations.organization.selectors import domains_of
from organizations.web import Request, access, page, redirect_with_toast
from organizations.web.kind_pages import OrganizationDialog
from process.early_domains import services
from process.early_domains.kinds import CANDIDATE
from process.early_domains.selectors import onboarding_of
from process.models import OnboardingCandidate


@access.organization("member")
@require_safe
def onboarding(request: Request, organization: Organization) -> HttpResponse:
    """The page of domains that come on board early, in their order."""
    return _page(request, organization)


def _page(request: Request, organization: Organization) -> HttpResponse:
    context = {
        "organization": organization,
        "onboarding": onboarding_of(organization, request.actor.account),
        "may_edit": permissions.allows(permissions.check_start_discovery, request.actor, organization),
    }
    return page(request, "process/onboarding.html", context, part="candidates")


@access.organization("facilitator")
@require_POST
def begin(request: Request, organization: Organization) -> HttpResponse:
    """Consider all domains of the organization that are not considered yet."""
    operation = services.consider_all_domains(actor=request.actor, organization=organization)
    return redirect_with_toast(request, _address(organization), _("Domains added."), undoes=operation)


class CandidateForm(KindForm[OnboardingCandidate]):
    """Offers domains that are not considered yet. Which domain it is stays as it is once it is considered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["domain"]
            return
        considered = self.others.values("domain")
        domains = domains_of(self.instance.organization)
        field_of(self, "domain", ModelChoiceField).queryset = domains.exclude(pk__in=considered)


class CandidatePages(OrganizationDialog[OnboardingCandidate]):
    """Forms of a domain that is considered."""

    kind = CANDIDATE
    form = CandidateForm
    add_title = gettext_lazy("Add a domain to the list")
    add_label = gettext_lazy("Add to the list")
    edit_title = gettext_lazy("Value and readiness of %(name)s")
    added = gettext_lazy("Domain added.")
    deleted = gettext_lazy("Domain removed from the list.")

    def back(self, organization: Organization, artifact: OnboardingCandidate) -> str:
        return _address(organization)

    def order(self, request: Request, place: Organization, **names: Any) -> HttpResponse:
        """The list is shown again: its ranks follow from the order, and what is said about it."""
        super().order(request, place, **names)
        return _page(request, place) if request.htmx else redirect_with_toast(request, _address(place))


CANDIDATE_PAGES = CandidatePages()


def _address(organization: Organization) -> str:
    return reverse("process:organization_onboarding", args=[organization.slug])
