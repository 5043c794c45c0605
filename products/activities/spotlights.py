"""What of the product stream can be put on every screen: a template, the map, what a product promises."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.registries import Spotlight, spotlights
from products.activities.map_review import live_map
from products.selectors.products import products_of
from products.selectors.slos import slos_of, standing_of
from products.selectors.template_proposals import room_template


def register_own() -> None:
    """Register them."""
    for spotlight in (
        Spotlight(
            "data_product",
            gettext_lazy("The template of a data product"),
            90,
            "products/spotlights/product.html",
            _products,
            _product,
        ),
        Spotlight(
            "landscape",
            gettext_lazy("The map of the data products"),
            92,
            "products/spotlights/landscape.html",
            _maps,
            _map,
        ),
        Spotlight(
            "slo",
            gettext_lazy("A promise of a data product"),
            94,
            "products/spotlights/slo.html",
            _slos,
            _slo,
        ),
    ):
        spotlights.register(spotlight)


def _products(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(each.uuid), each.name) for each in products_of(discovery)]


def _product(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    found = products_of(discovery).select_related("domain").filter(uuid=uuid).first()
    return None if found is None else {"template": room_template(None, found), "editing": False}


def _maps(discovery: Discovery) -> list[tuple[str, str]]:
    """The map is one of a discovery, and goes by its own uuid."""
    return [(str(discovery.uuid), _("The whole map"))] if products_of(discovery).exists() else []


def _map(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    if str(discovery.uuid) != uuid or not products_of(discovery).exists():
        return None
    return {"map": live_map(discovery)}


def _slos(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(slo.uuid), f"{slo.product}: {slo.sentence}") for slo in slos_of(discovery)]


def _slo(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    found = slos_of(discovery).filter(uuid=uuid).first()
    return None if found is None else {"standing": standing_of(found)}
