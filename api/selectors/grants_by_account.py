"""Keys, catalogs and feeds that an account made and that still work."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from api.keys.selectors import place_url
from api.models import ApiKey, Catalog, Feed
from discovery.models import Discovery
from organizations.grants_by_account.selectors import done_last
from organizations.models import Organization, User
from organizations.registries import Grant, GrantKind, grant_kinds


def register_own() -> None:
    """Register the grants to programs: keys, catalogs and feeds."""
    grant_kinds.register(
        GrantKind("keys", gettext_lazy("API keys"), _keys),
        GrantKind("catalogs", gettext_lazy("Catalogs"), _catalogs),
        GrantKind("feeds", gettext_lazy("Feeds"), _feeds),
    )


def _keys(account: User) -> Iterator[Grant]:
    works = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate())
    for key in ApiKey.objects.filter(works, made_by=account, revoked_at=None).select_related(*PLACES):
        if (place := key.discovery or key.organization) is not None and is_there(place):
            yield Grant(key.name, str(place), key.made_at, place_url(place, "key_revoke", key.uuid))


def _catalogs(account: User) -> Iterator[Grant]:
    rows = Catalog.objects.filter(made_by=account, stopped_at=None)
    for catalog in rows.select_related("discovery__domain"):
        if is_there(catalog.discovery):
            end = place_url(catalog.discovery, "catalog_stop", catalog.uuid)
            yield Grant(catalog.host, str(catalog.discovery), catalog.made_at, end)


def _feeds(account: User) -> Iterator[Grant]:
    feeds = Feed.objects.filter(withdrawn_at=None).select_related("discovery__domain")
    there = {each.discovery.uuid: each.discovery for each in feeds if is_there(each.discovery)}
    for uuid, at in done_last(account, "feed.made", "scope", there).items():
        end = reverse("api:feed_withdraw", args=[there[uuid].slug])
        yield Grant(_("Feed link"), str(there[uuid]), at, end)


PLACES = ("discovery__domain", "organization")


def is_there(place: Discovery | Organization) -> bool:
    """Return True if neither the place nor its domain is in the trash."""
    domain = place.domain if isinstance(place, Discovery) else None
    return place.deleted_at is None and (domain is None or domain.deleted_at is None)
