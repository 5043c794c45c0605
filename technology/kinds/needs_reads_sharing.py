"""Rows in files of artifacts of the tech stream that services write: needs of products, today's reads, and
the sharing of ports."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.kinds import Layout, WrittenOutKind
from products.models import DataProduct, Source
from technology.models import AssetRead, Capability, DataAsset, ProductNeed, SharingChoice


def check_level(level: int) -> None:
    """Raises Invalid for a number that isn't a level of a need."""
    if not 1 <= level <= 5:
        raise Invalid(_("Needed maturity must be between 1 and 5."), "level")


class NeedKind(WrittenOutKind[ProductNeed]):
    """The level at which a data product needs a capability: a page sets all needs of a product."""

    model = ProductNeed
    noun = "need"
    path = "product__discovery"
    title = "capability"
    layout = Layout("capability", "level", "reason")

    def choices(self, artifact: ProductNeed) -> dict[str, QuerySet[Any]]:
        """The capabilities of its discovery."""
        return {"capability": Capability.objects.filter(discovery=artifact.product.discovery_id)}

    def check(self, draft: ProductNeed, before: ProductNeed | None) -> None:
        check_level(draft.level)


class ReadKind(WrittenOutKind[AssetRead]):
    """An asset or a product reads a source or an asset."""

    model = AssetRead
    path = "discovery"
    title = "how"
    layout = Layout("source", "asset", "reader", "reader_product", "how")
    recognized_by = ("source", "asset", "reader", "reader_product")

    def choices(self, artifact: AssetRead) -> dict[str, QuerySet[Any]]:
        """The sources of its domain; its discovery's assets and products."""
        assets = DataAsset.objects.filter(discovery=artifact.discovery)
        return {
            "source": Source.objects.filter(domain=artifact.discovery.domain_id),
            "asset": assets,
            "reader": assets,
            "reader_product": DataProduct.objects.filter(discovery=artifact.discovery),
        }


class SharingKind(WrittenOutKind[SharingChoice]):
    """The sharing method of an output port, and the reason: one choice for each port."""

    model = SharingChoice
    noun = "sharing"
    nouns = "sharing"
    path = "port__product__discovery"
    title = "pattern"
    layout = Layout(
        "pattern", "reason", "is_simple_reporting", "is_same_platform", "needs_locality", "cautions"
    )
    recognized_by = ()


NEED, READ, SHARING = NeedKind(), ReadKind(), SharingKind()
