"""The request as our views see it, and what it says apart from forms."""

from enum import Enum
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from core.exceptions import Conflict, Invalid
from organizations.actors import Actor
from organizations.models import User

E = TypeVar("E", bound=Enum)


class Request(HttpRequest):
    """An HttpRequest after the middleware and an access decorator: with htmx details and the actor; under a
    workshop also with the breakout room (primary key of its track) that it is about, None for everyone's."""

    htmx: HtmxDetails
    actor: Actor
    track_id: int | None


class AccountRequest(Request):
    """The request of someone who is signed in, from the access decorators that need an account."""

    account: User


def page_shown(request: HttpRequest) -> SplitResult:
    """The address of the page that sends the request, as htmx reports it; empty when it is malformed."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return urlsplit("")


def page_before(request: HttpRequest, usual: str) -> str:
    """The page of ours that led to this request, as the browser says; else the `usual` one."""
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return usual
    is_ours = came.netloc == request.get_host() and came.path.startswith("/") and came.path[1:2] != "/"
    return f"{came.path}?{came.query}".rstrip("?") if is_ours and came.path != request.path else usual


def sent_order(request: HttpRequest, name: str) -> list[UUID]:
    """The uuids that a sortable list sent as `name`, in their new order.

    Raises Invalid when one of them is no UUID, or nothing was sent.
    """
    try:
        order = [UUID(value) for value in request.POST.getlist(name)]
    except ValueError:
        order = []
    if not order:
        raise Invalid(_("The order couldn’t be read. Reload the page and try again."))
    return order


def sent_values(form: BaseForm) -> dict[str, Any]:
    """The values of a form that a button of ours sends, which is always valid. Raises Invalid for requests
    that something else made."""
    if not form.is_valid():
        raise Invalid(_("The request couldn’t be read. Reload the page and try again."))
    return form.cleaned_data


def sent_choice(request: HttpRequest, name: str, allowed: type[E]) -> E:
    """The member of the choices `allowed` that was sent as `name`. Raises Conflict for anything else."""
    try:
        return allowed(request.POST.get(name, ""))
    except ValueError:
        raise Conflict(_("This isn’t one of the options.")) from None
