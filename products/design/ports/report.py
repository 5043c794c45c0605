"""Ports, sources, consumers and iterations in the report.

A report is read by people who may look at its discovery, and perhaps at no other one: what takes data from it
elsewhere is not named.
"""

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch

from discovery import appendix_headlines
from discovery.kinds.displays import facts_of
from discovery.models import Discovery
from products.design.ports.selectors import data_sets, trouble_of
from products.design.product.selectors import products_of
from products.design.sources_and_consumers.selectors import (
    consumer_lines,
    source_lines,
    takers_elsewhere,
)
from products.models import InputPort, OutputPort, ProductConsumer, ProductState
from products.planning.roadmap.chart import SHEET
from products.planning.roadmap.drawing import chart_of, svg_of
from products.planning.roadmap.selectors import roadmap_of
from products.selectors.connectable import mention
from products.selectors.product_cycles import circles_of

_TYPE_ONLY = ("source", "feeder", "feeder_port", "name", "kind")


def ports_section(discovery: Discovery) -> dict[str, Any] | None:
    """The ports of each product that has any or a source; retired ones are
    left out."""
    inputs = InputPort.objects.select_related("source", "feeder", "feeder_port")
    outputs = OutputPort.objects.prefetch_related(
        "columns",
        Prefetch(
            "consumer_links",
            ProductConsumer.objects.filter(consumer__deleted_at=None).select_related("consumer"),
        ),
        Prefetch(
            "fed_ports", InputPort.objects.filter(product__deleted_at=None).select_related("product__domain")
        ),
    )
    products = (
        products_of(discovery)
        .exclude(state=ProductState.RETIRED)
        .prefetch_related(Prefetch("input_ports", inputs), Prefetch("output_ports", outputs))
    )
    circles = circles_of(discovery)
    sections = []
    for product in products:
        received = [
            (port, trouble_of(port) or circles.trouble_of(port)) for port in product.input_ports.all()
        ]
        delivered = list(product.output_ports.all())
        deliveries = [(port, _used_by(port, discovery)) for port in delivered]
        plain: dict[str, list[InputPort]] = defaultdict(list)
        for port, trouble in received:
            if not (trouble or any(facts_of(port, _TYPE_ONLY))):
                plain[str(port.get_kind_display() if port.kind else "–")].append(port)
        if received or delivered:
            sections.append(
                {
                    "product": product,
                    "received": received,
                    # Ports of which only the type is known share a row.
                    "plain": list(plain.items()),
                    "inputs": [
                        each for each in received if not any(each[0] in row for row in plain.values())
                    ],
                    "outputs": deliveries,
                    "data_sets": data_sets(delivered),
                }
            )
    return {"products": sections} if sections else None


def _used_by(port: OutputPort, discovery: Discovery) -> list[str]:
    names = [link.consumer.name for link in port.consumer_links.all()]
    return names + [mention(fed.product, {discovery.pk}).name for fed in port.fed_ports.all()]


def ends_section(discovery: Discovery) -> dict[str, Any] | None:
    """The sources and consumers of data, with the products that take from these in other discoveries."""
    visible = {discovery.pk}
    sources, consumers = source_lines(discovery, visible), consumer_lines(discovery, visible)
    elsewhere = takers_elsewhere(discovery, visible)
    if not (sources or consumers or elsewhere):
        return None
    in_use = sum(bool(each.products or each.feeds) for each in sources)
    headline = appendix_headlines.ends(sources=len(sources), in_use=in_use)
    return {"headline": headline, "sources": sources, "consumers": consumers, "elsewhere": elsewhere}


def roadmap_section(discovery: Discovery) -> dict[str, Any] | None:
    """The iterations of all products on one line of time, and those without dates."""
    roadmap = roadmap_of(discovery)
    if roadmap.is_empty:
        return None
    chart = svg_of(chart_of(roadmap, SHEET), roadmap) if roadmap.rows else ""
    return {"headline": roadmap.headline, "roadmap": roadmap, "chart": chart}
