"""Dots for data products, from phones."""

from __future__ import annotations

from products.selectors.room_products import PRODUCT_RANKING
from products.services.product_votes import give_dots
from workshops.views.dots import dots_from_phones

vote = dots_from_phones(PRODUCT_RANKING, give_dots)
