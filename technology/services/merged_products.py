"""Records of the tech stream about a data product follow it into the one that it is merged into
(products.design.merging.services).

The sharing of a port moves with the port; readings of the days before stay with their product.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from products.registries import MergedRows, merged_rows
from technology.models import AssetRead, DataAsset, ProductNeed

_LONGEST_REASON = 300


def register_own() -> None:
    """Register the needs of a product that is merged into another one, and its reads and replacements."""
    merged_rows.register(
        MergedRows(
            "technology.needs",
            ProductNeed,
            "product",
            _("Needed capabilities"),
            lambda need: str(need.capability),
            _same_need,
            ("capability",),
        )
    )
    merged_rows.register(
        MergedRows(
            "technology.reads",
            AssetRead,
            "reader_product",
            _("Data it reads today"),
            lambda asset_read: str(asset_read.source or asset_read.asset),
            _same_read,
            ("source", "asset"),
        )
    )
    merged_rows.register(
        MergedRows(
            "technology.replaces",
            DataAsset,
            "becomes",
            _("Replaced data assets"),
            str,
            lambda _asset, _other: None,
        )
    )


def _same_need(need: ProductNeed, other: ProductNeed) -> dict[str, Any] | None:
    """Merges two needs of one capability: the higher level, and the reasons of both."""
    if need.capability_id != other.capability_id:
        return None
    reasons = dict.fromkeys(each for each in (other.reason, need.reason) if each)
    both = " · ".join(reasons)
    reason = both if len(both) <= _LONGEST_REASON else other.reason
    return {"level": max(need.level, other.level), "reason": reason}


def _same_read(asset_read: AssetRead, other: AssetRead) -> dict[str, Any] | None:
    if (asset_read.source_id, asset_read.asset_id) != (other.source_id, other.asset_id):
        return None
    if asset_read.how and other.how and asset_read.how != other.how:
        return None
    return {"how": other.how or asset_read.how}
