"""Imports files into a discovery with a preview of each row, and exports it as a text."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import NotFound
from core.services.imports import Refusal, in_words
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from exchange.column_mapping.services import COLUMNS
from exchange.file_imports.forms import IncomingFileForm
from exchange.lists import services as lists
from exchange.lists.forms import ListForm
from exchange.registries import file_formats
from exchange.services.discovery_text import export_text
from exchange.services.table_template import table_template as template_file
from exchange.services.text_schema import text_schema_file
from exchange.views.import_preview import file_missing, preview
from exchange.web import pending_imports
from organizations.web import Request, attachment, form_methods, form_page, posted, redirect_htmx, way_back
from organizations.web.access import public
from organizations.web.languages import for_facilitators

_MOST_SAID = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_facilitators
@public
@require_safe
def text_schema(request: Request) -> HttpResponse:
    """The JSON Schema of texts."""
    return HttpResponse(text_schema_file(), content_type="application/schema+json")


@access.discovery(DiscoveryRole.EDITOR)
@require_safe
@takes_turn
def text_export(request: Request, discovery: Discovery) -> HttpResponse:
    """The discovery as a YAML file."""
    content = export_text(actor=request.actor, discovery=discovery)
    name = slugify(discovery.name)[:60] or "discovery"
    return attachment(content, "application/yaml; charset=utf-8", f"{name}.yaml")


@access.discovery(DiscoveryRole.EDITOR)
@require_safe
@takes_turn
def table_template(request: Request, discovery: Discovery) -> HttpResponse:
    """An empty spreadsheet to start lists in."""
    return attachment(template_file(discovery), XLSX, "headwaters.xlsx")


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def upload(request: Request, discovery: Discovery) -> HttpResponse:
    """Upload a file. Redirects to its preview, or to its columns."""
    form = IncomingFileForm(posted(request), request.FILES or None, actor=request.actor, discovery=discovery)
    if request.method == "POST" and form.is_valid():
        token = pending_imports.store(form.content, discovery, request.actor, form.format)
        following = "bring_in_columns" if form.format == COLUMNS else "bring_in_check"
        url = reverse(f"discovery:{following}", args=[discovery.slug])
        return redirect_htmx(request, f"{url}?{urlencode({'file': token})}")
    return form_page(
        request,
        form,
        title=_("Import from a file"),
        intro=_(
            "Import the discovery’s spreadsheet (.xlsx) or text file (.yaml) after editing it "
            "elsewhere. You can also import data products from a catalog (ODPS, ODCS, or a .zip "
            "of them). For any other table (.xlsx, .csv), you choose what each column contains. "
            "You’ll see the changes row by row before anything is saved, and can undo them all "
            "at once."
        ),
        save_label=_("Preview the file"),
        back=reverse("handover:report", args=[discovery.slug]),
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def list_paste(request: Request, discovery: Discovery, heading: str) -> HttpResponse:
    """Paste a list. Redirects to its preview."""
    entry = lists.listable(heading)
    if entry is None:
        raise NotFound(_("List not found."))
    names = [str(each.kind.model._meta.verbose_name_plural) for each in lists.descendants_of(entry)]
    child_names = _(", and below them ").join(names)
    stored_file = pending_imports.load(request.GET.get("file", ""), discovery, request.actor)
    initial = lists.form_values(stored_file.data) if stored_file and stored_file.format == lists.LIST else {}
    form = ListForm(posted(request), kind=entry.kind, child_names=child_names, initial=initial)
    back = way_back(request, reverse("discovery:discovery_overview", args=[discovery.slug]))
    if request.method == "POST" and form.is_valid():
        data = lists.list_file(heading, request.GET.get("of", ""), form.cleaned_data["lines"], form.defaults)
        try:
            lists.check_list(actor=request.actor, data=data, into=discovery)
        except Refusal as refused:
            form.add_error("lines", [in_words(each) for each in refused.problems[:_MOST_SAID]])
        else:
            token = pending_imports.store(data, discovery, request.actor, lists.LIST)
            query = urlencode({"file": token, "back": back})
            url = reverse("discovery:bring_in_check", args=[discovery.slug])
            return redirect_htmx(request, f"{url}?{query}")
    return form_page(
        request,
        form,
        title=_("Paste a list: %(what)s") % {"what": entry.kind.model._meta.verbose_name_plural},
        intro=_(
            "You’ll see what’s new and what already exists, matched by name, before anything is "
            "added. You can undo it all at once."
        ),
        save_label=_("Preview the list"),
        back=back,
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def check(request: Request, discovery: Discovery) -> HttpResponse:
    """The preview of the file. A POST imports it if the result is the same."""
    token = request.GET.get("file", "")
    stored_file = pending_imports.load(token, discovery, request.actor)
    back = another = way_back(request, reverse("discovery:bring_in", args=[discovery.slug]))
    if stored_file is None:
        return file_missing(request, back)
    format = file_formats.get(stored_file.format)
    if format.page is not None:
        back = format.page(discovery, stored_file.data, token, back)
    overview = reverse("discovery:discovery_overview", args=[discovery.slug])
    return preview(
        request,
        discovery,
        discovery,
        stored_file,
        back=back,
        back_words=str(format.words),
        another=another,
        to=lambda _result: way_back(request, overview),
    )
