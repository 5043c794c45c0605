"""Today's architecture: operational sources, data assets, live products, and their reads."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from core.models import if_there
from core.url_cache import reverse
from discovery import spotlight_headlines
from discovery.models import Discovery
from products.models import DataProduct, InputPort, ProductState, Source, SourceFeed, SourceKind
from technology.models import AssetKind, AssetRead, DataAsset
from technology.selectors.trash_filter import without_trash
from technology.today.drawing import TodayEdge, TodayNode, TodayPicture


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A read of today. `asset_read` is None where it follows from a feed or an input port."""

    reader: str
    origin: str
    how: str
    asset_read: AssetRead | None


@dataclass(frozen=True, slots=True)
class AssetLine:
    """An asset with the names of its readers, and of its origins."""

    asset: DataAsset
    reads: tuple[str, ...]
    read_by: tuple[str, ...]

    @property
    def replaced_by(self) -> str:
        """The name of the data product that replaces it; "" for none, or one in the trash."""
        becomes = if_there(self.asset.becomes)
        return becomes.name if becomes is not None else ""

    @property
    def is_loose(self) -> bool:
        """True if it reads nothing and has no readers."""
        return not self.reads and not self.read_by


@dataclass(frozen=True, slots=True)
class Today:
    """`links` are the addresses of the nodes of the picture."""

    sources: tuple[Source, ...]
    assets: tuple[AssetLine, ...]
    products: tuple[DataProduct, ...]
    reads: tuple[ReadLine, ...]
    picture: TodayPicture
    links: Mapping[str, str]

    @property
    def nodes(self) -> tuple[TodayNode, ...]:
        return self.picture.nodes

    @property
    def is_empty(self) -> bool:
        """True while nothing of today is recorded: sources alone come from the product stream."""
        return not self.assets and not self.reads


def today_of(discovery: Discovery) -> Today:
    """Today's architecture of the discovery, in a fixed number of queries.

    It contains live products. Reads of planned products are left out, unless they are recorded for today.
    """
    assets = without_trash(DataAsset.objects.filter(discovery=discovery))
    reads = [
        each
        for each in AssetRead.objects.filter(discovery=discovery).select_related(
            "source", "asset", "reader", "reader_product"
        )
        if _is_there(each)
    ]
    reader_pks = {each.reader_product_id for each in reads if each.reader_product_id}
    products = list(
        DataProduct.objects.filter(discovery=discovery).filter(
            Q(state=ProductState.LIVE) | Q(pk__in=reader_pks)
        )
    )
    ports = [
        port
        for port in InputPort.objects.filter(product__in=products).select_related(
            "product", "source", "feeder"
        )
        if port.product.state == ProductState.LIVE
        and (origin := port.source or port.feeder)
        and origin.deleted_at is None
        and (port.source is not None or port.feeder_id in {each.pk for each in products})
    ]
    source_pks = {each.source_id for each in reads} | {port.source_id for port in ports}
    sources = list(Source.objects.filter(Q(discovery=discovery) | Q(pk__in=[pk for pk in source_pks if pk])))
    among = SourceFeed.objects.filter(source__in=sources, integration__in=sources)
    feeds = list(among.select_related("source", "integration"))
    lines = [
        *(ReadLine(feed.integration.name, feed.source.name, _("Combines"), None) for feed in feeds),
        *(
            ReadLine(str(each.reader or each.reader_product), str(each.source or each.asset), each.how, each)
            for each in reads
        ),
        *(
            ReadLine(port.product.name, str(port.source or port.feeder), port.get_kind_display(), None)
            for port in ports
        ),
    ]
    edges = [
        *(TodayEdge(_id(feed.source), _id(feed.integration)) for feed in feeds),
        *(
            TodayEdge(_id(each.source or each.asset), _id(each.reader or each.reader_product), each.how)
            for each in reads
        ),
        *(TodayEdge(_id(port.source or port.feeder), _id(port.product)) for port in ports),
    ]
    return Today(
        tuple(sources),
        _asset_lines(assets, reads),
        tuple(products),
        tuple(lines),
        _picture(sources, assets, products, edges),
        _links(discovery, sources, assets, products),
    )


def today_headline(what: TodayPicture) -> str:
    """Title of today's architecture about the sources that the drawing marks."""
    return spotlight_headlines.today(
        count=len(what.sources),
        unread=[node.name for node in what.unread],
        integration=sum(node.kind == "integration" for node in what.sources),
        unread_integration=sum(node.kind == "integration" for node in what.unread),
    )


def _is_there(asset_read: AssetRead) -> bool:
    """True if both ends exist: artifacts in the trash read nothing."""
    ends = (asset_read.source or asset_read.asset, asset_read.reader or asset_read.reader_product)
    return all(end is not None and end.deleted_at is None for end in ends)


def _asset_lines(assets: list[DataAsset], reads: list[AssetRead]) -> tuple[AssetLine, ...]:
    reading: dict[int | None, list[str]] = defaultdict(list)
    read_by: dict[int | None, list[str]] = defaultdict(list)
    for each in reads:
        reading[each.reader_id].append(str(each.source or each.asset))
        read_by[each.asset_id].append(str(each.reader or each.reader_product))
    return tuple(AssetLine(asset, tuple(reading[asset.pk]), tuple(read_by[asset.pk])) for asset in assets)


def _picture(
    sources: list[Source],
    assets: list[DataAsset],
    products: list[DataProduct],
    edges: list[TodayEdge],
) -> TodayPicture:
    nodes = [
        *(
            TodayNode(
                _id(source),
                "integration" if source.kind == SourceKind.INTEGRATION else "source",
                source.name,
            )
            for source in sources
        ),
        *(
            TodayNode(
                _id(asset),
                "existing" if asset.kind == AssetKind.PRODUCT else "asset",
                asset.name,
                _becomes(asset),
            )
            for asset in assets
        ),
        *(
            TodayNode(
                _id(product),
                "product",
                product.name,
                str(product.get_state_display()),
            )
            for product in products
        ),
    ]
    return TodayPicture(tuple(nodes), tuple(dict.fromkeys(edges)))


def _becomes(asset: DataAsset) -> str:
    """The product that replaces it, in words for the drawing."""
    name = AssetLine(asset, (), ()).replaced_by
    return _("Replaced by %(product)s") % {"product": name} if name else ""


def _id(end: Source | DataAsset | DataProduct | None) -> str:
    assert end is not None  # noqa: S101  narrows the type: asked before
    return f"{type(end).__name__.lower()}-{end.uuid}"


def _links(
    discovery: Discovery, sources: list[Source], assets: list[DataAsset], products: list[DataProduct]
) -> Mapping[str, str]:
    slug = discovery.slug
    page = reverse("technology:today", args=[slug])
    links = {_id(asset): f"{page}#asset-{asset.uuid}" for asset in assets}
    links |= {_id(each): reverse("products:product", args=[slug, each.uuid]) for each in products}
    links |= {
        _id(each): reverse("products:source_list", args=[slug])
        for each in sources
        if each.discovery_id == discovery.pk
    }
    return links
