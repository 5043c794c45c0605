"""A workshop at once: one form for its organization, its discovery and its agenda."""

from django.http import HttpResponse
from django.urls import reverse

from core.exceptions import Invalid
from core.forms import RefusedForm, save_or_refuse
from discovery.process import WORKSHOP_PURPOSES
from discovery.selectors.default_language import language_of_organization
from organizations.models import Organization
from organizations.organization.selectors import (
    domains_to_start_in,
    organization_names,
    organizations_to_start_in,
)
from organizations.web import (
    AccountRequest,
    access,
    form_methods,
    languages,
    page,
    posted,
    redirect_with_toast,
)
from workshops.workshop_now.forms import WorkshopNowForm
from workshops.workshop_now.services import start_workshop


@access.signed_in
@form_methods
def create(request: AccountRequest) -> HttpResponse:
    """Leads to the console. A member without a right to start a discovery reads what it takes."""
    organizations = list(organizations_to_start_in(request.account))
    own = organization_names(request.account)
    if own and not organizations:
        return page(request, "workshops/workshop_now.html", {})
    form = WorkshopNowForm(
        posted(request),
        organizations=organizations,
        domains=domains_to_start_in(request.account),
        own=own,
        initial={"language": _language(request, organizations)},
    )
    status = Invalid.status
    if request.method == "POST" and form.is_valid():
        result = save_or_refuse(form, lambda: start_workshop(actor=request.actor, **form.values()))
        if not isinstance(result, RefusedForm):
            return redirect_with_toast(request, reverse("discovery:console", args=[result.code]))
        status = result.status
    context = {
        "form": form,
        "purposes": list(WORKSHOP_PURPOSES.values()),
        "agendas": [form[f"agenda_{key}"] for key in WORKSHOP_PURPOSES],
        "chosen": form["purpose"].value(),
        "back": reverse("discovery:home"),
    }
    return page(request, "workshops/workshop_now.html", context, status=status if form.errors else 200)


def _language(request: AccountRequest, organizations: list[Organization]) -> str | None:
    """The one that the form shows: of several organizations, the usual one of that which is chosen."""
    if not organizations:
        return languages.language_of(request)
    return language_of_organization(organizations[0]) if len(organizations) == 1 else ""
