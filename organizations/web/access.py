"""Access of views: each declares it with a decorator, here or in an app above, or is refused (see
middleware.AccessMustBeDeclared).

A decorator finds what the URL names, checks that the request's person may come in, and hands the object to
the view. A foreign and an unknown object give the same 404.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache, wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from core.selectors.request_cache import one_reading
from organizations import permissions
from organizations.actors import Actor
from organizations.models import Organization
from organizations.web.audit_middleware import page_of
from organizations.web.requests import AccountRequest, Request

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)

# What `organization` asks of an actor.
ORGANIZATION_CHECKS: Final[Mapping[str, Callable[[Actor, Organization], None]]] = {
    "member": permissions.check_see_organization,
    "facilitator": permissions.check_start_discovery,
    "admin": permissions.check_administer_organization,
}


def declare(view: V, access: str) -> V:
    """The view, marked with who may come in."""
    view.access = access  # type: ignore[attr-defined]  # read by the middleware and by the access table
    return view


@cache
def declared() -> Mapping[str, str]:
    """Access of each address by its name; "" where a library has the view."""
    return dict(_declared(get_resolver().url_patterns, ""))


def _declared(patterns: Sequence[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _declared(each.url_patterns, inner)
        else:
            yield f"{namespace}{each.name}", getattr(each.callback, "access", "")


def may_open(actor: Actor, organization: Organization, url_name: str) -> bool:
    """True if the address below the organization would let in the actor."""
    kind, _colon, level = declared()[url_name].partition(":")
    check = ORGANIZATION_CHECKS[level] if kind == "organization" else None
    return check is not None and permissions.allows(check, actor, organization)


def by_itself(view: V) -> V:
    """Mark a view that open pages request by themselves: such a request doesn't extend a session
    (sessions.web). Requests of rooms need no mark, since everyone who looks at a room uses it."""
    view.by_itself = True  # type: ignore[attr-defined]  # read by the middleware
    return view


def reading(request: HttpRequest) -> AbstractContextManager[None]:
    """A GET request caches what selectors read (selectors.once); a request that writes does not."""
    return one_reading() if request.method in ("GET", "HEAD") else nullcontext()


def of_account(request: HttpRequest) -> AccountRequest | None:
    """The request with its account, who is its actor; None if no one is signed in."""
    if not request.user.is_authenticated:
        return None
    account_request = cast(AccountRequest, request)
    account_request.account = request.user
    account_request.actor = Actor.of_account(request.user)
    return account_request


def public(view: Callable[Concatenate[Request, P], HttpResponseBase]) -> View:
    """Anyone."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request = cast(Request, request)
        request.actor = account_actor(request)
        return view(request, *args, **kwargs)

    return declare(wrapper, "public")


def signed_in(view: Callable[Concatenate[AccountRequest, P], HttpResponseBase]) -> View:
    """Any account; others are sent to sign in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if (account_request := of_account(request)) is None:
            return redirect_to_login(request.get_full_path())
        return view(account_request, *args, **kwargs)

    return declare(wrapper, "signed_in")


def organization(level: str) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Views under an `organization_slug`: `level` is "member", "facilitator" or "admin". Hands the view the
    organization."""
    check = ORGANIZATION_CHECKS[level]

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, organization_slug: str, **kwargs: Any) -> HttpResponseBase:
            if (account_request := of_account(request)) is None:
                return redirect_to_login(request.get_full_path())
            organization = Organization.objects.filter(slug=organization_slug).first()
            if organization is None:
                raise NotFound(_("Organization not found, or you don’t have access."))
            page_of(organization.pk)
            with reading(request):
                check(account_request.actor, organization)
                return view(account_request, organization, **kwargs)

        return declare(wrapper, f"organization:{level}")

    return decorate


def account_actor(request: HttpRequest) -> Actor:
    """The signed-in account as actor, or no one."""
    return Actor.of_account(request.user) if request.user.is_authenticated else Actor.nobody()
