"""The preview of what comes in, and its confirmation: one for all formats of files, and wherever they go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.incoming.rows import Problem
from core.services.incoming import Changed, Refused, Unreadable, place_in_words, said
from discovery.models import Discovery
from exchange.registries import file_formats
from exchange.selectors.incoming import preview_of
from exchange.services.columns import COLUMNS
from exchange.services.incoming_files import bring_in
from exchange.services.texts import BroughtIn, New
from exchange.web import kept_files
from organizations.models import Organization
from organizations.web.form_pages import done
from organizations.web.page_scopes import framed
from organizations.web.pages import page
from organizations.web.requests import Request

_MOST_PROBLEMS = 100


def not_kept(request: Request, url: str) -> HttpResponse:
    """Go to `url`, told why nothing was brought in: there is no file of this person with the token."""
    said = _(
        "Nothing was imported. This was already imported, is older than an hour, or belongs "
        "to another discovery or person."
    )
    messages.warning(request, said)
    return redirect(url)


def look(
    request: Request,
    scope: Discovery | Organization,
    into: Discovery | New,
    kept: kept_files.KeptFile,
    *,
    back: str,
    back_words: str,
    another: str = "",
    to: Callable[[BroughtIn], str],
) -> HttpResponse:
    """What would come of a file that is kept for the scope; sent, it is written, if that is still the same,
    and leads where `to` says. `back` leads to where it is changed, `another` to where another file is chosen
    (the same, where nothing else is said)."""
    changed = ""
    if request.method == "POST":
        digest = request.POST.get("digest", "") or "none"
        try:
            came = bring_in(actor=request.actor, data=kept.data, format=kept.format, into=into, digest=digest)
        except Changed as error:
            changed = str(error)
        except Refused:
            changed = _("Something has changed since you looked. This preview is up to date.")
        else:
            kept_files.discard(request.GET.get("file", ""), scope, request.actor)
            words = {"added": came.added, "changed": len(came.plan.changed)}
            message = _("%(added)s added, %(changed)s changed") % words
            return done(request, to(came), message, undoes=came.done)
    context = {
        **framed(scope),
        "action": request.get_full_path(),
        "back": back,
        "back_words": back_words,
        "changed": changed,
        "confirm": file_formats.get(kept.format).confirm,
    }
    try:
        seen = bring_in(actor=request.actor, data=kept.data, format=kept.format, into=into, is_trial=True)
    except Unreadable as refused:
        context |= _told(refused.problems)
        # Where what was chosen is changed, the same would be said again.
        context |= {"back": another or back, "back_words": _("Choose another file"), "is_unreadable": True}
    except Refused as refused:
        context |= _told(refused.problems)
        context["is_columns"] = kept.format == COLUMNS
    else:
        context |= {"preview": preview_of(seen.plan, place_in_words, seen.domains), "digest": seen.digest}
        context["left_out"] = seen.left_out[:_MOST_PROBLEMS]
        context["more_left_out"] = len(seen.left_out[_MOST_PROBLEMS:])
        questions = _told_once(seen.questions)
        context["questions"] = questions[:_MOST_PROBLEMS]
        context["not_taken"] = ", ".join(seen.not_taken) if isinstance(into, Discovery) else ""
    status = 409 if changed else 422 if "problems" in context else 200
    return page(request, "exchange/bring_in_check.html", context, status=status)


def _told(problems: Sequence[Problem]) -> dict[str, object]:
    """What the page shows of problems."""
    several = _told_once(problems)
    return {"problems": several[:_MOST_PROBLEMS], "more": len(several[_MOST_PROBLEMS:])}


def _told_once(problems: Sequence[Problem]) -> list[tuple[str, str, int]]:
    """Each problem of a column once: the place of the first row, the problem, and the count of further rows
    that have it."""
    same: dict[object, list[Problem]] = {}
    for each in problems:
        place = each.place
        about = (place.sheet, place.column, said(each)) if place.column else id(each)
        same.setdefault(about, []).append(each)
    return [(place_in_words(first.place), said(first), len(more)) for first, *more in same.values()]
