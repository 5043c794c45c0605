"""The feed of a discovery, and what is published in it."""

import hashlib
from datetime import datetime

from django.db.models import Max

from api.artifacts.selectors import readable
from api.models import Feed
from discovery.models import Discovery
from products.models import DataProduct
from specifications.catalogs.exporter_input import Contents
from specifications.public_view import public_products
from specifications.selectors.catalog_contents import contents_of


def digest_of(key: str) -> str:
    """Digest of the key of a link, which is saved in place of the key."""
    return hashlib.sha256(key.encode()).hexdigest()


def feed_of(discovery: Discovery) -> Feed | None:
    """Its feed, if there is one in force."""
    return Feed.objects.filter(discovery=discovery, withdrawn_at=None).first()


def feed_behind(key: str) -> Feed | None:
    """The feed in force with this key, unless its discovery was deleted."""
    rows = Feed.objects.select_related("discovery__domain__organization").filter(
        digest=digest_of(key),
        withdrawn_at=None,
        discovery__deleted_at=None,
        discovery__domain__deleted_at=None,
        discovery__domain__organization__deleted_at=None,
    )
    return rows.first()


def is_known_key(key: str) -> bool:
    """True if the key belongs or once belonged to a feed. A request with such a key is not a guess."""
    return Feed.objects.filter(digest=digest_of(key)).exists()


def published_of(discovery: Discovery) -> Contents:
    """The published data products of the discovery with what everyone may read of them."""
    contents = contents_of(discovery)
    return Contents(contents.name, contents.pages, tuple(public_products(contents.products)))


def changed_at(discovery: Discovery) -> dict[str, datetime]:
    """Time of the last change of each data product or its parts, by uuid."""
    products = DataProduct.everything.filter(discovery=discovery)
    keys, times = {}, {}
    for pk, uuid, at in products.values_list("pk", "uuid", "modified_at"):
        keys[pk], times[str(uuid)] = str(uuid), at
    for kind in (entry.kind for entry in readable().values()):
        for path in kind.paths:
            above, product, scope = path.rpartition("product__discovery")
            if not product or scope:
                continue
            rows = kind.model.everything.filter(**{path: discovery})
            newest = rows.order_by().values_list(f"{above}product").annotate(Max("modified_at"))
            for pk, at in newest:
                times[keys[pk]] = max(times[keys[pk]], at)
    return times
