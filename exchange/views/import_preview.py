"""The preview of an import and its confirmation, for all formats and targets."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.imports.rows import Problem
from core.services.imports import PreviewOutdated, Refusal, Unreadable, message_of, place_in_words
from discovery.models import Discovery
from exchange.column_mapping.services import COLUMNS
from exchange.file_imports.selectors import preview_of
from exchange.file_imports.services import bring_in
from exchange.registries import file_formats
from exchange.services.discovery_text import ImportResult, NewDiscovery
from exchange.web import pending_imports
from organizations.models import Organization
from organizations.web import Request, page, redirect_with_toast
from organizations.web.page_scopes import framed

_MOST_PROBLEMS = 100


def file_missing(request: Request, url: str) -> HttpResponse:
    """Redirect to `url`, with the message that nothing was imported because the person has no pending file
    with this token."""
    message = _(
        "Nothing was imported. This was already imported, is older than an hour, or belongs "
        "to another discovery or person."
    )
    messages.warning(request, message)
    return redirect(url)


def preview(
    request: Request,
    scope: Discovery | Organization,
    into: Discovery | NewDiscovery,
    file: pending_imports.PendingFile,
    *,
    back: str,
    back_words: str,
    another: str = "",
    to: Callable[[ImportResult], str],
) -> HttpResponse:
    """The preview of a pending file. A POST imports it if the result is the same, and redirects to
    `to(result)`. `back` is the page to change the file, `another` the page to select another file (`back` by
    default)."""
    change = ""
    if request.method == "POST":
        digest = request.POST.get("digest", "") or "none"
        try:
            result = bring_in(
                actor=request.actor, data=file.data, format=file.format, into=into, digest=digest
            )
        except PreviewOutdated as error:
            change = str(error)
        except Refusal:
            change = _("Something has changed since you looked. This preview is up to date.")
        else:
            pending_imports.discard(request.GET.get("file", ""), scope, request.actor)
            words = {"added": result.added, "changed": len(result.plan.changed)}
            message = _("%(added)s added, %(changed)s changed") % words
            return redirect_with_toast(request, to(result), message, undoes=result.operation)
    context = {
        **framed(scope),
        "action": request.get_full_path(),
        "back": back,
        "back_words": back_words,
        "changed": change,
        "confirm": file_formats.get(file.format).confirm,
    }
    try:
        trial = bring_in(actor=request.actor, data=file.data, format=file.format, into=into, is_trial=True)
    except Unreadable as refused:
        context |= _problem_context(refused.problems)
        # Where what was chosen is changed, the same would be said again.
        context |= {"back": another or back, "back_words": _("Choose another file"), "is_unreadable": True}
    except Refusal as refused:
        context |= _problem_context(refused.problems)
        context["is_columns"] = file.format == COLUMNS
    else:
        context |= {"preview": preview_of(trial.plan, place_in_words, trial.domains), "digest": trial.digest}
        context["left_out"] = trial.left_out[:_MOST_PROBLEMS]
        context["more_left_out"] = len(trial.left_out[_MOST_PROBLEMS:])
        questions = _problems_by_column(trial.questions)
        context["questions"] = questions[:_MOST_PROBLEMS]
        context["not_taken"] = ", ".join(trial.not_taken) if isinstance(into, Discovery) else ""
    status = 409 if change else 422 if "problems" in context else 200
    return page(request, "exchange/bring_in_check.html", context, status=status)


def _problem_context(problems: Sequence[Problem]) -> dict[str, object]:
    """Return the template context for problems."""
    distinct = _problems_by_column(problems)
    return {"problems": distinct[:_MOST_PROBLEMS], "more": len(distinct[_MOST_PROBLEMS:])}


def _problems_by_column(problems: Sequence[Problem]) -> list[tuple[str, str, int]]:
    """Return each problem of a column once: the place of its first row, the message, and the count of further
    rows."""
    groups: dict[object, list[Problem]] = {}
    for each in problems:
        place = each.place
        key = (place.sheet, place.column, message_of(each)) if place.column else id(each)
        groups.setdefault(key, []).append(each)
    return [(place_in_words(first.place), message_of(first), len(more)) for first, *more in groups.values()]
