"""Forms that open where the thing stands that they change, and answers that show the part of the page again.

Such a part has an id and a template partial of that name. After each write it is rendered from the state, so
that people who edit the same page see each other's changes with their own next step. static/js/in-place.js
keeps other forms that are open in it. (A part of a live page, which is pushed, is a region.)
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpResponse

from core.exceptions import Invalid
from core.forms import RefusedForm, StaleEdit, save_or_compare
from core.models import Artifact, Operation
from core.selectors.request_cache import one_reading
from organizations.web.form_pages import redirect_with_toast
from organizations.web.page_responses import page, with_toast
from organizations.web.page_scopes import framed
from organizations.web.requests import Request


@dataclass(frozen=True, slots=True)
class PagePart:
    """The part `key` of the page at `url`; `render` answers with it."""

    key: str
    url: str
    render: Callable[[], HttpResponse]

    def answer(self, request: Request, message: str, *, undoes: Operation | None = None) -> HttpResponse:
        """The part as it is now, with a toast; without htmx, the way back to its page."""
        if not request.htmx:
            return redirect_with_toast(request, self.url, message, undoes=undoes)
        with one_reading():
            response = self.render()
        response.headers["HX-Retarget"] = f"#{self.key}"
        response.headers["HX-Reswap"] = "outerHTML"
        return with_toast(response, message, undoes=undoes)


def edit_in_place(
    request: Request,
    scope: Artifact,
    form: BaseForm,
    save: Callable[[], object],
    *,
    part: PagePart,
    slot: str,
    title: str,
    message: str,
) -> HttpResponse:
    """Show `form` in the element `slot` of the part; when it is sent and valid, `save` and show the part.

    Errors come back beside their fields with 422, those of `save` among them. When someone else was quicker,
    what both changed comes back with 409, and sending the form again is a choice made knowingly. What `save`
    refuses (Conflict) leaves the form as it is, but for another uuid where something else was sent before.
    """
    stale, refused = None, Invalid.status
    if request.method == "POST" and form.is_valid():
        result = save_or_compare(form, save)
        if isinstance(result, StaleEdit):
            stale, form = result, result.form
        elif isinstance(result, RefusedForm):
            refused = result.status
        else:
            return part.answer(request, message)
    context = {
        **framed(scope),
        "form": form,
        "title": title,
        "action": request.get_full_path(),
        "back": part.url,
        "part": part.key,
        "slot": slot,
        "stale": stale,
    }
    status = 409 if stale else refused if form.errors else 200
    return page(request, "organizations/in_place.html", context, part="form", status=status)
