"""What a half of the world has of keys for the REST interface, of its feed and of webhooks."""

from __future__ import annotations

from types import SimpleNamespace

from api.external_catalogs.services import add_catalog
from api.keys.services import add_key
from api.models import Delivery, Event, Scope
from api.product_feed_links.services import make_link
from api.webhooks.services import add_webhook
from organizations.actors import Actor
from products.models import DataProduct, OutputPort, ProductConsumer, ProductUseCase
from tests.factories import make


def keys_of(half: SimpleNamespace) -> None:
    """A key with all scopes for the discovery, and one for the organization, both made by its admin; for each
    a webhook that was told something; and the link of the feed, in which one data product is."""
    actor = Actor.of_account(half.admin)
    half.feed_key = make_link(actor=actor, discovery=half.discovery)
    half.live_product = make(
        DataProduct,
        discovery=half.discovery,
        domain=half.domain,
        name=f"{half.mark} live product",
        kind="aggregate",
        state="live",
        owner=half.person,
    )
    port = make(OutputPort, product=half.live_product, name=f"{half.mark} live output", kind="table")
    make(ProductConsumer, product=half.live_product, consumer=half.consumer, port=port)
    make(ProductUseCase, product=half.live_product, use_case=half.use_case)
    name = f"{half.mark} interface"
    half.api_key, half.api_secret = add_key(actor=actor, place=half.discovery, name=name, scopes=Scope.values)
    half.organization_api_key, half.organization_api_secret = add_key(
        actor=actor, place=half.organization, name=f"{name} of all", scopes=Scope.values
    )
    # No name server is asked for a number.
    half.catalog = add_catalog(
        actor=actor,
        discovery=half.discovery,
        address=f"https://93.184.215.14/{half.mark}/catalog",
        token=f"{half.mark} credential",
        rhythm="change",
    )
    for place, prefix in ((half.discovery, ""), (half.organization, "organization_")):
        webhook = add_webhook(
            actor=actor, place=place, address=f"https://93.184.215.14/{half.mark}", events=Event.values
        )
        setattr(half, f"{prefix}webhook", webhook)
        told = Delivery.objects.create(webhook=webhook, event=Event.DECISION, body="{}", state="failed")
        setattr(half, f"{prefix}delivery", told)
