"""What people bring into a discovery from a file: uploaded, looked at row by row, and then written. And what
the discovery says, as a text."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.exceptions import NotFound
from core.services.incoming import Changed, Refused, in_words, place_in_words, said
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.web import access
from documents.in_turn import takes_turn
from exchange.forms.incoming import IncomingFileForm
from exchange.forms.lists import ListForm
from exchange.selectors.incoming import preview_of
from exchange.services import lists
from exchange.services.incoming_files import bring_in
from exchange.services.table_template import table_template as template_file
from exchange.services.text_schema import text_schema_file
from exchange.services.texts import export_text
from exchange.web import kept_files
from organizations.web.access import public
from organizations.web.form_pages import done, form_methods, form_page, posted, way_back
from organizations.web.pages import attachment, page, redirect_htmx
from organizations.web.requests import Request

_MOST_PROBLEMS, _MOST_SAID = 100, 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
def upload(request: Request, discovery: Discovery) -> HttpResponse:
    """Take a file, and go on to what would come of it."""
    form = IncomingFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        token = kept_files.keep(form.content, discovery, request.actor, form.format)
        query = urlencode({"file": token})
        return redirect_htmx(request, f"{reverse('discovery:bring_in_check', args=[discovery.slug])}?{query}")
    return form_page(
        request,
        form,
        title=_("Bring in from a file"),
        intro=_(
            "The spreadsheet of the discovery (.xlsx), changed in another program, or its text (.yaml). You"
            " see row by row what would come before anything is written, and can undo all of it at once."
        ),
        save_label=_("Look at the file"),
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
        raise NotFound(_("There is no such list."))
    hangs = lists.below(entry)
    below = str(hangs[0].kind.model._meta.verbose_name_plural) if hangs else ""
    before = kept_files.kept(request.GET.get("file", ""), discovery)
    initial = lists.typed_in(before.data) if before and before.format == lists.LIST else {}
    form = ListForm(posted(request), kind=entry.kind, below=below, initial=initial)
    back = way_back(request, reverse("discovery:discovery_overview", args=[discovery.slug]))
    if request.method == "POST" and form.is_valid():
        data = lists.pasted(heading, request.GET.get("of", ""), form.cleaned_data["lines"], form.said)
        try:
            bring_in(actor=request.actor, data=data, format=lists.LIST, into=discovery, is_trial=True)
        except Refused as refused:
            form.add_error("lines", [in_words(each) for each in refused.problems[:_MOST_SAID]])
        else:
            token = kept_files.keep(data, discovery, request.actor, lists.LIST)
            query = urlencode({"file": token, "back": back})
            url = reverse("discovery:bring_in_check", args=[discovery.slug])
            return redirect_htmx(request, f"{url}?{query}")
    return form_page(
        request,
        form,
        title=_("Paste a list: %(what)s") % {"what": entry.kind.model._meta.verbose_name_plural},
        intro=_(
            "You see what is new and what is there already, by its name, before anything is added. One undo"
            " takes all of it back."
        ),
        save_label=_("Look at the list"),
        back=back,
        discovery=discovery,
    )


@access.discovery(DiscoveryRole.EDITOR)
@form_methods
@takes_turn
def check(request: Request, discovery: Discovery) -> HttpResponse:
    """What would come of the file; sent, it is written, if that is still the same."""
    token = request.GET.get("file", "")
    kept = kept_files.kept(token, discovery)
    back = way_back(request, reverse("discovery:bring_in", args=[discovery.slug]))
    if kept is None:
        return redirect(back)
    data, format = kept.data, kept.format
    changed = ""
    if request.method == "POST":
        try:
            came = bring_in(
                actor=request.actor,
                data=data,
                format=format,
                into=discovery,
                digest=request.POST.get("digest", "") or "none",
            )
        except Changed as error:
            changed = str(error)
        except Refused:
            changed = _("Something changed since you looked. It is shown as it would be now.")
        else:
            kept_files.drop(token, discovery)
            message = _("%(added)s added, %(changed)s changed") % {
                "added": came.added,
                "changed": len(came.plan.changed),
            }
            url = way_back(request, reverse("discovery:discovery_overview", args=[discovery.slug]))
            return done(request, url, message, undoes=came.done)
    words = _("Choose another file")
    if format == lists.LIST:
        back, words = lists.url_of(discovery, data, token, back), _("Change the list")
    context = {
        "discovery": discovery,
        "action": request.get_full_path(),
        "back": back,
        "back_words": words,
        "changed": changed,
    }
    try:
        seen = bring_in(actor=request.actor, data=data, format=format, into=discovery, is_trial=True)
    except Refused as refused:
        problems = [(place_in_words(each.place), said(each)) for each in refused.problems[:_MOST_PROBLEMS]]
        context |= {"problems": problems, "more": len(refused.problems) - len(problems)}
    else:
        context |= {"preview": preview_of(seen.plan, place_in_words, seen.domains), "digest": seen.digest}
        context["not_taken"] = ", ".join(seen.not_taken)
    status = 409 if changed else 422 if "problems" in context else 200
    return page(request, "exchange/bring_in_check.html", context, status=status)
