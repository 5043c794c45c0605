"""Access of views of a discovery; organizations.web.access says how views declare theirs. A foreign and an
unknown discovery give the same 404.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core.database_statements import PreparedQuery
from core.exceptions import NotFound
from discovery import permissions
from discovery.models import Discovery, DiscoveryRole
from organizations.actors import Actor
from organizations.permissions import allows
from organizations.web.access import ORGANIZATION_CHECKS, View, declare, declared, of_account, reading
from organizations.web.audit_middleware import page_of


def _with_slug(slug: str) -> QuerySet[Any, Any]:
    rows = Discovery.objects.select_related("domain__organization")
    return rows.filter(slug=slug, domain__deleted_at=None).order_by()


_WITH_SLUG: Final = PreparedQuery(_with_slug, "slug")


def discovery(role: DiscoveryRole) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Views under a discovery's `slug`. Hands the view the discovery, with its domain and organization."""

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            if (account_request := of_account(request)) is None:
                return redirect_to_login(request.get_full_path())
            discovery = find_discovery(slug)
            page_of(discovery.domain.organization_id)
            with reading(request):
                permissions.check_discovery(account_request.actor, discovery, role)
                return view(account_request, discovery, **kwargs)

        return declare(wrapper, f"discovery:{role.value}")

    return decorate


def find_discovery(slug: str) -> Discovery:
    """Raises NotFound for an unknown slug or one in the trash."""
    rows: list[Discovery] = _WITH_SLUG(slug)
    if not rows:
        raise NotFound(_("Discovery not found, or you don’t have access."))
    return rows[0]


# --- Access to pages ----------------------------------------------------------------------------------


def _let_in(_actor: Actor, _discovery: Discovery) -> None:
    """For everyone with an account."""


def _in_organization(check: str, actor: Actor, discovery: Discovery) -> None:
    ORGANIZATION_CHECKS[check](actor, discovery.domain.organization)


def _in_discovery(role: DiscoveryRole, actor: Actor, discovery: Discovery) -> None:
    permissions.check_discovery(actor, discovery, role)


# Of people with an account, by what views declare: who may come in to what belongs to a discovery or to its
# organization. Apps above add what their decorators declare. Views of libraries declare nothing ("").
checks: Final[dict[str, Callable[[Actor, Discovery], object]]] = {
    **dict.fromkeys(("public", "signed_in", ""), _let_in),
    **{f"organization:{key}": partial(_in_organization, key) for key in ORGANIZATION_CHECKS},
    **{f"discovery:{role.value}": partial(_in_discovery, role) for role in DiscoveryRole},
}


def may_open(actor: Actor, discovery: Discovery, url_name: str) -> bool:
    """Return True if the address, of the discovery or of what belongs to it, would let in the actor, who has
    an account. False for an unknown one, and for one that is not for accounts, such as that of a guest."""
    check = checks.get(declared().get(url_name, "unknown"))
    return check is not None and allows(check, actor, discovery)
