"""Pages of a discovery as a whole: starting one, its overview, its settings and who has access."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.exceptions import Invalid
from core.forms import RefusedForm, save_or_refuse
from discovery import permissions, process
from discovery.discoveries import selectors, services
from discovery.discoveries.forms import (
    AccessForm,
    AccessRoleForm,
    DiscoveryForm,
    FirstDiscoveryForm,
    NewDiscoveryForm,
    named_after,
)
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole
from discovery.selectors.attention import attention_points
from discovery.selectors.default_language import language_of_organization
from discovery.selectors.next_steps import next_step
from discovery.web import access
from organizations.models import Organization
from organizations.organization.selectors import admins_of, domains_to_start_in
from organizations.permissions import allows
from organizations.recent_sign_in.web import grants
from organizations.web import (
    AccountRequest,
    Request,
    find,
    form_methods,
    form_view,
    languages,
    page,
    posted,
    redirect_with_toast,
    way_back,
)
from organizations.web.access import organization as of_organization, signed_in
from organizations.web.access_pages import access_pages


def discovery_url(discovery: Discovery, name: str = "overview") -> str:
    """The address of one of the pages whose names begin with `discovery_`."""
    return reverse(f"discovery:discovery_{name}", args=[discovery.slug])


@signed_in
@form_methods
def create(request: AccountRequest) -> HttpResponse:
    """`?domain=` chooses the domain beforehand. Without any domain to start in the page says what to do
    first; who belongs to no organization begins one here."""
    domains = domains_to_start_in(request.account)
    begins = not domains and not request.account.memberships.exists()
    if begins or "organization" in request.POST:  # sent twice, the account has one by then
        return _create_first(request)
    if not domains:
        return page(request, "discovery/discovery_new.html", {})
    preset = [each for each in domains if str(each.uuid) == request.GET.get("domain")]
    initial: dict[str, Any] = {"domain": (preset or domains)[0]}
    initial["language"] = language_of_organization(initial["domain"].organization)
    if preset or len(domains) == 1:
        initial["name"] = named_after(initial["domain"].name)
    form = NewDiscoveryForm(posted(request), domains=domains, initial=initial)
    status = Invalid.status
    if request.method == "POST" and form.is_valid():
        new = save_or_refuse(form, lambda: services.create_discovery(actor=request.actor, **form.values()))
        if not isinstance(new, RefusedForm):
            return redirect_with_toast(request, discovery_url(new), _("Discovery created."))
        status = new.status
    context = {
        **_form_context(form),
        "back": reverse("discovery:organization_overview", args=[preset[0].organization.slug])
        if preset
        else reverse("discovery:home"),
    }
    return page(request, "discovery/discovery_new.html", context, status=status if form.errors else 200)


def _create_first(request: AccountRequest) -> HttpResponse:
    """Organization, domain and discovery in one form."""
    initial = {"language": languages.language_of(request)}
    form = FirstDiscoveryForm(posted(request), initial=initial)
    status = Invalid.status
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        outcome = save_or_refuse(form, lambda: services.create_first(actor=request.actor, **values))
        if not isinstance(outcome, RefusedForm):
            return redirect_with_toast(request, discovery_url(outcome), _("Discovery created."))
        status = outcome.status
    context = {"begins": True, "back": reverse("discovery:home"), **_form_context(form)}
    return page(request, "discovery/discovery_new.html", context, status=status if form.errors else 200)


@of_organization("facilitator")
@require_POST
def start_own(request: Request, organization: Organization) -> HttpResponse:
    """Make the organization's own discovery with one press."""
    discovery = services.start_own(actor=request.actor, organization=organization)
    return redirect_with_toast(request, discovery_url(discovery), _("This is the organization’s own tree."))


def _form_context(form: NewDiscoveryForm | FirstDiscoveryForm) -> dict[str, Any]:
    return {
        "form": form,
        "templates": list(process.TEMPLATES.values()),
        "chosen_template": form["template"].value(),
    }


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def overview(request: Request, discovery: Discovery) -> HttpResponse:
    """The first page of a discovery: what is live or next, what came out so far, and what is missing."""
    overview = selectors.overview(discovery)
    may_facilitate = permissions.may_facilitate(request.actor, discovery)
    top = selectors.added_parts(discovery, request.actor, "top")
    urls = {url for _template, about in top for url in about.get("urls", ())}
    step = next_step(discovery, overview, exclude=urls)
    context = {
        "discovery": discovery,
        "top": top,
        "overview": overview,
        "next": step,
        "attention": attention_points(discovery, request.actor.account, exclude=step.url if step else ""),
        "first": selectors.added_parts(discovery, request.actor, "first"),
        "parts": selectors.added_parts(discovery, request.actor, "last"),
        "may_facilitate": may_facilitate,
    }
    return page(request, "discovery/overview.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
def settings(request: Request, discovery: Discovery) -> HttpResponse:
    """The form of name and dates."""
    form = DiscoveryForm(posted(request), instance=discovery)
    return form_view(
        request,
        form,
        lambda: services.change_discovery(actor=request.actor, discovery=discovery, **form.changes()),
        message=_("Saved."),
        title=_("Name and dates"),
        back=discovery_url(discovery),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
@grants
def delete(request: Request, discovery: Discovery) -> HttpResponse:
    """Put the discovery into the trash."""
    deletion = services.delete_discovery(actor=request.actor, discovery=discovery)
    return redirect_with_toast(request, reverse("discovery:home"), _("Discovery deleted."), undoes=deletion)


# --- Access ---------------------------------------------------------------------------------------


@access.discovery(DiscoveryRole.VIEWER)
@require_safe
def access_list(request: Request, discovery: Discovery) -> HttpResponse:
    """Everyone who may see the discovery sees who else may."""
    context = {
        "discovery": discovery,
        "accesses": selectors.accesses_of(discovery),
        "admins": admins_of(discovery.domain.organization),
        "may_facilitate": permissions.may_facilitate(request.actor, discovery),
        "others": access_pages,
    }
    return page(request, "discovery/access.html", context)


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
@grants
def access_add(request: Request, discovery: Discovery) -> HttpResponse:
    """Give someone access."""
    form = AccessForm(posted(request), discovery=discovery)
    return form_view(
        request,
        form,
        lambda: services.grant_access(actor=request.actor, discovery=discovery, **form.values()),
        message=_("Access granted."),
        title=_("Give access"),
        save_label=_("Give access"),
        back=discovery_url(discovery, "access"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@form_methods
@grants
def access_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Give someone with access another role."""
    granted = _access(discovery, uuid)
    form = AccessRoleForm(posted(request), instance=granted)
    return form_view(
        request,
        form,
        lambda: services.change_access(actor=request.actor, access=granted, **form.changes()),
        message=_("Role changed."),
        title=_("Role of %(person)s") % {"person": granted.user},
        back=discovery_url(discovery, "access"),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.FACILITATOR)
@require_POST
def access_remove(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Remove someone's access; people who remove their own are sent home."""
    granted = _access(discovery, uuid)
    removed = services.remove_access(actor=request.actor, access=granted)
    message = _("%(person)s no longer has access.") % {"person": granted.user}
    own = granted.user == request.actor.account and not allows(
        permissions.check_see_discovery, request.actor, discovery
    )
    if own:  # there is nothing left here to see, nor to undo
        return redirect_with_toast(request, reverse("discovery:home"), message)
    return redirect_with_toast(
        request, way_back(request, discovery_url(discovery, "access")), message, undoes=removed
    )


def _access(discovery: Discovery, uuid: UUID) -> DiscoveryAccess:
    return find(selectors.accesses_of(discovery), uuid=uuid)
