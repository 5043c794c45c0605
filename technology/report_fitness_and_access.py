"""Sections of fitness functions, data sharing and access in the report."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from discovery import appendix_headlines, product_headlines
from discovery.models import Discovery
from discovery.registries import ReportSection, report_sections
from products.design.access.selectors import who_may_use
from products.models import DataProduct, ProductState
from technology.access_policy.selectors import access_picture
from technology.port_sharing_pattern.selectors import sharing_in
from technology.selectors.fitness import counts, fitness_of, gaps
from technology.selectors.fitness_trend import trends


def fitness_section(discovery: Discovery) -> dict[str, Any] | None:
    """The functions that each product passes, with their trend and the checks that are missed."""
    fitness = fitness_of(discovery)
    if not fitness:
        return None
    every = [each.product for each in fitness]
    green = sum(each.is_green for each in fitness)
    return {
        "headline": appendix_headlines.fitness(green=green, count=len(fitness)),
        "fitness": fitness,
        "counted": list(zip(counts(fitness), trends([discovery], fitness), strict=True)),
        "gaps": [
            (gap.check, [(reason, _which(products, every)) for reason, products in gap.reasons])
            for gap in gaps(fitness)
        ],
    }


def _which(products: Sequence[DataProduct], every: Sequence[DataProduct]) -> str:
    """The products in words: those that are not among them where these are far fewer."""
    others = [product.name for product in every if product not in products]
    if not others and len(every) > 1:
        return _("All data products")
    if 0 < 2 * len(others) < len(products):
        return _("All but %(names)s") % {"names": ", ".join(others)}
    return ", ".join(product.name for product in products)


def sharing_section(discovery: Discovery) -> dict[str, Any] | None:
    """The sharing method of each output port, and the reason; ports without one are named."""
    ports = sharing_in(discovery)
    choices = [each for each in ports if each.choice is not None]
    if not choices:
        return None
    return {
        "headline": product_headlines.sharing(with_method=len(choices), ports=len(ports)),
        "chosen": choices,
        "without": [each.port for each in ports if each.choice is None],
    }


def access_section(discovery: Discovery) -> dict[str, Any] | None:
    """The rules of access of each product that has some, in words and as a truth table, and who may use each
    of the others."""
    products = DataProduct.objects.filter(discovery=discovery).exclude(state=ProductState.RETIRED)
    pictures = [access_picture(product) for product in products.exclude(access_rules=None).distinct()]
    # A product whose rules are all in the trash has none.
    pictures = [picture for picture in pictures if picture.rules]
    if not pictures:
        return None
    with_rules = {picture.product.pk for picture in pictures}
    without = [(product, who_may_use(product, ())) for product in products if product.pk not in with_rules]
    headline = product_headlines.access(with_rules=len(pictures), count=len(products))
    return {"headline": headline, "pictures": pictures, "without": without, "printed": True}


def register_own() -> None:
    """Register the sections of reports on fitness and sharing."""
    report_sections.register(
        ReportSection(
            "technology.fitness",
            gettext_lazy("Fitness of the data products"),
            150,
            "technology/report/fitness.html",
            fitness_section,
            stream="tech",
        ),
        ReportSection(
            "technology.port_sharing_pattern",
            gettext_lazy("Data sharing"),
            152,
            "technology/report/sharing.html",
            sharing_section,
            stream="tech",
        ),
        ReportSection(
            "technology.access_policy",
            gettext_lazy("Access to the data products"),
            154,
            "technology/report/access.html",
            access_section,
            stream="tech",
        ),
    )
