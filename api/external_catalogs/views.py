"""Catalogs of a discovery: a form beside the keys, and a page with the deliveries."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from api.external_catalogs import services
from api.external_catalogs.forms import CatalogForm, RhythmForm
from api.external_catalogs.selectors import catalogs_of
from api.keys.selectors import place_url
from api.outgoing.models import SHOWN
from core.exceptions import DomainError
from core.forms import refuse
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from organizations.recent_sign_in.web import grants
from organizations.web import (
    Request,
    find,
    form_methods,
    form_page,
    form_view,
    page,
    posted,
    redirect_with_toast,
    way_back,
)
from organizations.web.page_scopes import framed

_facilitators = access.discovery(DiscoveryRole.FACILITATOR)


@_facilitators
@form_methods
@grants
def catalog_add(request: Request, discovery: Discovery) -> HttpResponse:
    """Add a catalog."""
    form = CatalogForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            catalog = services.add_catalog(actor=request.actor, discovery=discovery, **form.cleaned_data)
        except DomainError as wrong:
            refuse(form, wrong)
        else:
            return redirect_with_toast(
                request, place_url(discovery, "catalog", catalog.uuid), _("Catalog added")
            )
    return form_page(request, form, title=_("Add a catalog"), back=place_url(discovery), place=discovery)


@_facilitators
@require_safe
def catalog(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """A catalog and its last deliveries."""
    catalog = find(catalogs_of(discovery), uuid=uuid)

    def url(what: str) -> str:
        return place_url(discovery, f"catalog_{what}", uuid)

    context = {
        **framed(discovery),
        "catalog": catalog,
        "deliveries": [(each, "") for each in catalog.deliveries.all()[:SHOWN]],
        "push": url("push"),
        "edit": url("edit"),
        "stop": url("stop"),
        "back": place_url(discovery),
    }
    return page(request, "api/catalog.html", context)


@_facilitators
@form_methods
@grants
def catalog_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Choose another rhythm, or give another credential."""
    catalog = find(catalogs_of(discovery), uuid=uuid)
    form = RhythmForm(posted(request), initial={"rhythm": catalog.rhythm})
    return form_view(
        request,
        form,
        lambda: services.change_catalog(actor=request.actor, catalog=catalog, **form.cleaned_data),
        message=_("Catalog changed"),
        title=_("Edit the catalog"),
        intro=_("Leave the credential empty to keep the current one."),
        back=place_url(discovery, "catalog", uuid),
        discovery=discovery,
    )


@_facilitators
@require_POST
def catalog_push(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Send what changed now."""
    services.push_now(actor=request.actor, catalog=find(catalogs_of(discovery), uuid=uuid))
    return redirect_with_toast(request, place_url(discovery, "catalog", uuid), _("Sending now"))


@_facilitators
@require_POST
def catalog_stop(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Stop a catalog: it gets nothing more."""
    services.stop_catalog(actor=request.actor, catalog=find(catalogs_of(discovery), uuid=uuid))
    return redirect_with_toast(request, way_back(request, place_url(discovery)), _("Catalog stopped"))
