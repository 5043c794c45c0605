"""Keys of programs, feeds, catalogs and what was published there, webhooks; and deliveries to both."""

from api.catalogs.models import Catalog, Rhythm
from api.keys.models import ApiKey, Scope
from api.outgoing.models import Delivery, Event, Webhook
from api.product_feed.models import Feed
from api.publications.models import Publication
