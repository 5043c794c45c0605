"""A table that was made elsewhere: what its sheets and columns are."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from core.services.imports import Refusal
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from documents.concurrency_limit import takes_turn
from exchange.column_mapping import services
from exchange.column_mapping.forms import ColumnsForm
from exchange.views.import_preview import file_missing
from exchange.web import pending_imports
from organizations.web import Request, form_methods, page, posted, redirect_htmx


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def columns(request: Request, discovery: Discovery) -> HttpResponse:
    """The form that maps columns of a file to fields. Leads to the preview of the rows."""
    token = request.GET.get("file", "")
    stored_file = pending_imports.load(token, discovery, request.actor)
    back = reverse("discovery:bring_in", args=[discovery.slug])
    if stored_file is None or stored_file.format != services.COLUMNS:
        return file_missing(request, back)
    check = reverse("discovery:bring_in_check", args=[discovery.slug])
    try:
        sheets = services.sheets_in(stored_file.data)
    except Refusal:
        return redirect(f"{check}?{urlencode({'file': token})}")  # which says what is wrong
    form = ColumnsForm(
        posted(request),
        sheets=sheets,
        mappings=services.mappings_in(stored_file.data),
        query=request.GET,
        changed_field=request.headers.get("HX-Trigger-Name", ""),
    )
    if request.method == "POST" and form.is_valid():
        data = services.with_mappings(stored_file.data, form.mappings)
        token = pending_imports.store(data, discovery, request.actor, services.COLUMNS)
        return redirect_htmx(request, f"{check}?{urlencode({'file': token})}")
    action = f"{request.path}?{urlencode({'file': token})}"
    context = {"discovery": discovery, "form": form, "action": action, "back": back}
    return page(request, "exchange/columns.html", context, status=422 if form.errors else 200)
