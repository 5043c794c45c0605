"""Forms as people meet them: a page of their own, or a dialog when htmx asks; errors beside the field, and
what both changed when someone else was quicker."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urldefrag

from django.contrib import messages
from django.forms import BaseForm, EmailInput, FileInput, NumberInput, Textarea, TextInput, URLInput
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.exceptions import Invalid
from core.forms import RefusedForm, StaleEdit, save_or_compare
from core.models import Artifact, Operation
from organizations.web.page_responses import page, redirect_htmx, with_toast, with_trigger
from organizations.web.page_scopes import framed
from organizations.web.requests import Request

# What a form answers to: shown, asked about, and sent.
form_methods = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: Request) -> QueryDict | None:
    """The data of a form: the fields that were sent, also when there are none; None before."""
    return request.POST if request.method == "POST" else None


def way_back(request: Request, usual: str) -> str:
    """Target of a form that several pages link to: the page that its link names in `back`, a path on
    this server, and else the `usual` one."""
    target = request.GET.get("back", "")
    is_here = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if is_here else usual


def form_page(
    request: Request,
    form: BaseForm,
    *,
    title: str,
    back: str,
    save_label: str = "",
    intro: str = "",
    stale: StaleEdit | None = None,
    refused: int = Invalid.status,
    **scope: Artifact | None,
) -> HttpResponse:
    """The form on a page under `title` with a way `back`, framed by the `scope` that it belongs to, such as
    `discovery=…` (web.page_scopes); for htmx only the form, which the dialog takes in. The status is
    `refused` with errors in it, and 409 when `stale`, whose form it then is."""
    status = 409 if stale else refused if form.errors else 200
    context: dict[str, Any] = {
        "frame": "base.html",
        "form": form,
        "title": title,
        "intro": intro,
        "back": back,
        # From a dialog the way back to a part of the same page would load nothing, and show what is outdated.
        "reload": urldefrag(back).url,
        "save_label": save_label or _("Save"),
        "action": request.get_full_path(),
        "stale": stale,
    }
    for each in scope.values():
        context |= framed(each) if each is not None else {}
    if status == 200:
        _begin_in_first(form)
    return page(request, "organizations/form.html", context, part="form", status=status)


def _begin_in_first(form: BaseForm) -> None:
    """The first field that takes words or a file has the focus, or the one that the form says."""
    widgets = [each.field.widget for each in form.visible_fields()]
    if any("autofocus" in each.attrs for each in widgets):
        return
    for each in widgets:
        if isinstance(each, EmailInput | FileInput | NumberInput | Textarea | TextInput | URLInput):
            each.attrs["autofocus"] = True
            return


def form_view(
    request: Request,
    form: BaseForm,
    save: Callable[[], object],
    *,
    message: str = "",
    title: str,
    back: str,
    to: Callable[[Any], str] | None = None,
    undoes: Callable[[Any], Operation] | None = None,
    answer: Callable[[Any], HttpResponse] | None = None,
    stays: bool = False,
    **frame: Any,
) -> HttpResponse:
    """Show the form, and when it is sent and valid call `save` and go `back` (or where `to` says for what
    `save` returned) with `message`. Errors come back beside their fields, those of `save` among them; when
    someone else was quicker, what both changed comes back. In a dialog of a page that is kept current
    anyway, `stays` closes the dialog and leaves the page.
    With `undoes`, the toast offers to undo the operation that it says for what `save` returned. `answer`
    answers in another way than by going back.

    `frame` is what `form_page` takes.
    """
    if request.method != "POST" or not form.is_valid():
        return form_page(request, form, title=title, back=back, **frame)
    result = save_or_compare(form, save)
    if isinstance(result, RefusedForm):
        return form_page(request, form, title=title, back=back, refused=result.status, **frame)
    if isinstance(result, StaleEdit):
        return form_page(request, result.form, title=title, back=back, stale=result, **frame)
    if answer:
        return answer(result)
    undone = undoes(result) if undoes else None
    if stays and request.htmx:
        return with_trigger(with_toast(HttpResponse(status=204), message, undoes=undone), "dialog:close")
    return redirect_with_toast(request, to(result) if to else back, message, undoes=undone)


def redirect_with_toast(
    request: Request, url: str, message: str = "", *, undoes: Operation | None = None
) -> HttpResponse:
    """Go to `url`, where a toast says `message` and, with `undoes`, offers to undo that operation."""
    if message:
        tags = f"undo:{reverse('discovery:operation_undo', args=[undoes.uuid])}" if undoes else ""
        messages.success(request, message, extra_tags=tags)
    return redirect_htmx(request, url)
