"""Exports a discovery as a file, and imports one after a preview."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from exchange.discovery_documents import services
from exchange.discovery_documents.forms import DiscoveryFileForm
from exchange.file_imports.services import TEXT
from exchange.format.schema import schema_file
from exchange.services.discovery_text import NewDiscovery
from exchange.views.import_preview import file_missing, preview
from exchange.web import pending_imports
from organizations.models import Organization
from organizations.web import (
    Request,
    access as organization_access,
    attachment,
    form_methods,
    form_page,
    page,
    posted,
    redirect_htmx,
    redirect_with_toast,
)
from organizations.web.languages import for_facilitators

_DOCUMENT = "document"


@for_facilitators
@organization_access.public
@require_safe
def schema(request: Request) -> HttpResponse:
    """The JSON Schema of documents."""
    return HttpResponse(schema_file(), content_type="application/schema+json")


@access.discovery(DiscoveryRole.EDITOR)
@require_safe
@takes_turn
def export(request: Request, discovery: Discovery) -> HttpResponse:
    """The whole discovery as a JSON file."""
    content = services.export_file(actor=request.actor, discovery=discovery)
    name = slugify(discovery.name)[:60] or "discovery"
    return attachment(content, "application/json", f"{name}.json")


def _url(organization: Organization, name: str) -> str:
    return reverse(f"discovery:{name}", args=[organization.slug])


@organization_access.organization("facilitator")
@form_methods
@takes_turn
def upload(request: Request, organization: Organization) -> HttpResponse:
    """Upload the file of a discovery. Redirects to its preview."""
    form = DiscoveryFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.text:
        token = pending_imports.store(form.text, organization, request.actor, TEXT.key)
        query = urlencode({"file": token, "domain": form.cleaned_data["domain"]})
        return redirect_htmx(request, f"{_url(organization, 'import_text_check')}?{query}")
    if request.method == "POST" and form.is_valid():
        try:
            services.preview_document(actor=request.actor, data=form.document, organization=organization)
        except services.NotImported as error:
            form.add_error("file", str(error))
        else:
            token = pending_imports.store(form.document, organization, request.actor, _DOCUMENT)
            query = urlencode({"file": token})
            return redirect_htmx(request, f"{_url(organization, 'import_check')}?{query}")
    return form_page(
        request,
        form,
        title=_("Import a discovery"),
        intro=_(
            "Import a file saved by Headwaters, here or elsewhere, or a text file. You’ll see "
            "what it contains before anything is imported."
        ),
        save_label=_("Preview the file"),
        back=_url(organization, "organization_overview"),
        organization=organization,
    )


@organization_access.organization("facilitator")
@form_methods
@takes_turn
def check(request: Request, organization: Organization) -> HttpResponse:
    """The preview of the file. A POST imports it."""
    token = request.GET.get("file", "")
    stored_file = pending_imports.load(token, organization, request.actor)
    if stored_file is None or stored_file.format != _DOCUMENT:
        return file_missing(request, _url(organization, "import_upload"))
    if request.method == "POST":
        discovery = services.import_document(
            actor=request.actor, data=stored_file.data, organization=organization
        )
        pending_imports.discard(token, organization, request.actor)
        url = reverse("discovery:discovery_overview", args=[discovery.slug])
        return redirect_with_toast(request, url, _("“%(name)s” was imported.") % {"name": discovery.name})
    incoming = services.preview_document(
        actor=request.actor, data=stored_file.data, organization=organization
    )
    context = {
        "organization": organization,
        "incoming": incoming,
        "action": request.get_full_path(),
        "back": _url(organization, "import_upload"),
    }
    return page(request, "exchange/import_check.html", context)


@organization_access.organization("facilitator")
@form_methods
@takes_turn
def text_check(request: Request, organization: Organization) -> HttpResponse:
    """The preview of a text as a new discovery. A POST imports it."""
    stored_file = pending_imports.load(request.GET.get("file", ""), organization, request.actor)
    back = _url(organization, "import_upload")
    if stored_file is None or stored_file.format != TEXT.key:
        return file_missing(request, back)
    return preview(
        request,
        organization,
        NewDiscovery(organization, request.GET.get("domain", "")[:120].strip()),
        stored_file,
        back=back,
        back_words=_("Choose another file"),
        to=lambda result: reverse("discovery:discovery_overview", args=[result.slug]),
    )
