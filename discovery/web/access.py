"""Access of views: each declares it with one of these decorators, or is refused (see
middleware.AccessMustBeDeclared).

A decorator finds what the URL names, checks that the request's person may come in (doors.py), and hands the
object to the view. A foreign and an unknown object give the same 404.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from core.exceptions import NotFound
from discovery import permissions
from discovery.models import Discovery, GlossaryTerm
from discovery.models.discovery import DiscoveryRole
from organizations.web.access import View, declare, of_account, reading


def discovery(needed: DiscoveryRole) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """Views under a discovery's `slug`. Hands the view the discovery, with its domain and organization."""

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            if (known := of_account(request)) is None:
                return redirect_to_login(request.get_full_path())
            discovery = find_discovery(slug)
            with reading(request):
                permissions.check_discovery(known.actor, discovery, needed)
                return view(known, discovery, **kwargs)

        return declare(wrapper, f"discovery:{needed.value}")

    return decorate


def find_discovery(slug: str) -> Discovery:
    """Raises NotFound for an unknown slug or one in the trash."""
    try:
        words = GlossaryTerm.objects.filter(discovery=OuterRef("pk"))
        rows = Discovery.objects.select_related("domain__organization").annotate(has_words=Exists(words))
        return rows.get(slug=slug, domain__deleted_at=None)
    except Discovery.DoesNotExist:
        raise NotFound(_("There is no such discovery, or it is not yours.")) from None
