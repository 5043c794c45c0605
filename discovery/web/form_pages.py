"""Forms as people meet them: a page of their own, or a dialog when htmx asks; errors beside the field, and
both versions when somebody else was quicker."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urldefrag

from django.contrib import messages
from django.db.models import Manager
from django.forms import BaseForm, ChoiceField, Field, ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from discovery.exceptions import Stale
from discovery.forms.artefacts import ArtefactForm
from discovery.models import Artefact, Discovery, Operation, Organization
from discovery.selectors.operations import last_changed_by
from discovery.web.pages import page, redirect_htmx, with_toast, with_trigger
from discovery.web.requests import Request

# What a form answers to: shown, asked about, and sent.
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class FieldVersions:
    """One field in words: what the person wrote, and what is saved."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class StaleEdit:
    """Who saved in between, and the fields that differ."""

    who: str
    fields: list[FieldVersions]


def posted(request: Request) -> QueryDict | None:
    """What a form is bound to: the fields that were sent, also when there are none; None before."""
    return request.POST if request.method == "POST" else None


def stale_edit(form: ArtefactForm[Any], stale: Stale) -> StaleEdit:
    """Compare the valid `form` with what is saved, and let the form be sent again: it now carries the
    revision that the person is being shown, so that sending it is a choice made knowingly."""
    versions = []
    for name, field in form.fields.items():
        if name == "revision" or name not in form.cleaned_data:
            continue
        mine = in_words(field, form.cleaned_data[name])
        theirs = in_words(field, _saved_value(stale.current, name))
        if mine != theirs:
            versions.append(FieldVersions(str(field.label or name), mine, theirs))
    data = cast(QueryDict, form.data).copy()
    data[form.add_prefix("revision")] = str(stale.current.revision)
    form.data = data
    return StaleEdit(last_changed_by(stale.current) or _("Somebody else"), versions)


def _saved_value(artefact: Artefact, name: str) -> Any:
    """What the artefact holds in a field, as a form would clean it."""
    value: Any = getattr(artefact, name, None)
    return list(value.all()) if isinstance(value, Manager) else value


def in_words(field: Field, value: Any) -> str:
    """A cleaned value as a person reads it; "–" for none."""
    if value is None or value == "" or value == []:
        return "–"
    if isinstance(field, ModelMultipleChoiceField):
        return ", ".join(str(each) for each in value)
    if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField):
        pairs = cast(Iterable[tuple[Any, Any]], field.choices)
        words = {str(key): str(label) for key, label in pairs}
        return words.get(str(value), str(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(formats.localize(value))


def form_page(
    request: Request,
    form: BaseForm,
    *,
    title: str,
    back: str,
    save_label: str = "",
    intro: str = "",
    discovery: Discovery | None = None,
    organization: Organization | None = None,
    stale: StaleEdit | None = None,
) -> HttpResponse:
    """The form on a page under `title` with a way `back`, framed by the discovery or organization that it
    belongs to; for htmx only the form, which the dialog takes in. Status 422 with errors in it, 409 when
    `stale`."""
    status = 409 if stale else 422 if form.errors else 200
    frame = "base.html"
    if organization:
        frame = "discovery/organization_base.html"
    if discovery:
        frame = "discovery/base.html"
    context = {
        "frame": frame,
        "form": form,
        "title": title,
        "intro": intro,
        "back": back,
        # From a dialog the way back to a part of the same page would load nothing, and show what is outdated.
        "reload": urldefrag(back).url,
        "save_label": save_label or _("Save"),
        "action": request.get_full_path(),
        "discovery": discovery,
        "organization": organization,
        "stale": stale,
    }
    return page(request, "discovery/form.html", context, part="form", status=status)


def form_view(
    request: Request,
    form: BaseForm,
    save: Callable[[], object],
    *,
    message: str,
    title: str,
    back: str,
    to: Callable[[Any], str] | None = None,
    undoes: Callable[[Any], Operation] | None = None,
    stays: bool = False,
    **frame: Any,
) -> HttpResponse:
    """Show the form, and when it is sent and valid call `save` and go `back` (or where `to` says for what
    `save` returned) with `message`. Errors come back beside their fields, a Stale as both versions side by
    side. In a dialog of a page that is kept current anyway, `stays` closes the dialog and leaves the page.
    With `undoes`, the toast offers to undo the operation that it says for what `save` returned.

    `frame` is what `form_page` takes.
    """
    if request.method != "POST":
        return form_page(request, form, title=title, back=back, **frame)
    if not form.is_valid():
        return form_page(request, form, title=title, back=back, **frame)
    try:
        made = save()
    except Stale as stale:
        if not isinstance(form, ArtefactForm):
            raise
        return form_page(request, form, title=title, back=back, stale=stale_edit(form, stale), **frame)
    if stays and request.htmx:
        return with_trigger(with_toast(HttpResponse(status=204), message), "dialog:close")
    return done(request, to(made) if to else back, message, undoes=undoes(made) if undoes else None)


def done(request: Request, url: str, message: str = "", *, undoes: Operation | None = None) -> HttpResponse:
    """Go to `url`, where a toast says `message` and, with `undoes`, offers to undo that operation."""
    if message:
        tags = f"undo:{reverse('discovery:operation_undo', args=[undoes.uuid])}" if undoes else ""
        messages.success(request, message, extra_tags=tags)
    return redirect_htmx(request, url)
