"""What people bring into a discovery from a file: uploaded, looked at row by row, and then written. And what
the discovery says, as a text."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import NotFound
from core.services.incoming import Refused, in_words
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web import access
from documents.in_turn import takes_turn
from exchange.forms.incoming import IncomingFileForm
from exchange.forms.lists import ListForm
from exchange.registries import file_formats
from exchange.services import lists
from exchange.services.columns import COLUMNS
from exchange.services.table_template import table_template as template_file
from exchange.services.text_schema import text_schema_file
from exchange.services.texts import export_text
from exchange.views.looking import look, not_kept
from exchange.web import kept_files
from organizations.web.access import public
from organizations.web.form_pages import form_methods, form_page, posted, way_back
from organizations.web.languages import for_facilitators
from organizations.web.pages import attachment, redirect_htmx
from organizations.web.requests import Request

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
    """What the discovery says, as a YAML file."""
    content = export_text(actor=request.actor, discovery=discovery)
    name = slugify(discovery.name)[:60] or "discovery"
    return attachment(content, "application/yaml; charset=utf-8", f"{name}.yaml")


@access.discovery(DiscoveryRole.EDITOR)
@require_safe
@takes_turn
def table_template(request: Request, discovery: Discovery) -> HttpResponse:
    """A spreadsheet to begin a list in."""
    return attachment(template_file(discovery), XLSX, "headwaters.xlsx")


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def upload(request: Request, discovery: Discovery) -> HttpResponse:
    """Take a file, and go on to what would come of it."""
    form = IncomingFileForm(posted(request), request.FILES or None, actor=request.actor, discovery=discovery)
    if request.method == "POST" and form.is_valid():
        token = kept_files.store(form.content, discovery, request.actor, form.format)
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
    """Take a list, and go on to what would come of it."""
    entry = lists.listable(heading)
    if entry is None:
        raise NotFound(_("List not found."))
    names = [str(each.kind.model._meta.verbose_name_plural) for each in lists.all_below(entry)]
    below = _(", and below them ").join(names)
    before = kept_files.load(request.GET.get("file", ""), discovery, request.actor)
    initial = lists.typed_in(before.data) if before and before.format == lists.LIST else {}
    form = ListForm(posted(request), kind=entry.kind, below=below, initial=initial)
    back = way_back(request, reverse("discovery:discovery_overview", args=[discovery.slug]))
    if request.method == "POST" and form.is_valid():
        data = lists.pasted(heading, request.GET.get("of", ""), form.cleaned_data["lines"], form.said)
        try:
            lists.check_list(actor=request.actor, data=data, into=discovery)
        except Refused as refused:
            form.add_error("lines", [in_words(each) for each in refused.problems[:_MOST_SAID]])
        else:
            token = kept_files.store(data, discovery, request.actor, lists.LIST)
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
    """What would come of the file; sent, it is written, if that is still the same."""
    token = request.GET.get("file", "")
    kept = kept_files.load(token, discovery, request.actor)
    back = another = way_back(request, reverse("discovery:bring_in", args=[discovery.slug]))
    if kept is None:
        return not_kept(request, back)
    format = file_formats.get(kept.format)
    if format.page is not None:
        back = format.page(discovery, kept.data, token, back)
    overview = reverse("discovery:discovery_overview", args=[discovery.slug])
    return look(
        request,
        discovery,
        discovery,
        kept,
        back=back,
        back_words=str(format.words),
        another=another,
        to=lambda _came: way_back(request, overview),
    )
