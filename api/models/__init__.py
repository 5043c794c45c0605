"""Keys of programs, feeds, catalogs and what was published there, webhooks; and deliveries to both."""

from api.catalog_publications.models import Publication
from api.external_catalogs.models import Catalog, Rhythm
from api.keys.models import ApiKey, Scope
from api.outgoing.models import Delivery, Event, Webhook
from api.product_feed_links.models import Feed
