"""The makeup of a data product: its eight parts, and their texts.

The parts are those of the source text ("What makes up a data product"): the data, its retrieval from input
ports, its storage, its processing, its transformation, its delivery to output ports, the sharing agreements
and the service level objectives.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from products.design.template.selectors import Template
from products.models import Slo


@dataclass(frozen=True, slots=True)
class MakeupPart:
    """One of the eight parts: `text` describes it, "" while it is empty. `url` is the
    page that has it, "" where that is the template itself."""

    label: str
    text: str
    url: str


def makeup_of(template: Template, promises: Iterable[str] | None = None) -> tuple[MakeupPart, ...]:
    """The eight parts of the product of the template, in the order of the source; one query, unless its
    `promises` are known."""
    product = template.product
    args = [product.discovery.slug, product.uuid]
    ports = reverse("products:product_ports", args=args)
    if promises is None:
        promises = Slo.objects.filter(product=product).values_list("sentence", flat=True)
    return (
        MakeupPart(_("Data"), _listed(port.data_set for port in template.outputs), ports),
        MakeupPart(_("Retrieval from input ports"), _listed(each.name for each in template.producers), ports),
        MakeupPart(_("Storage"), product.storage, ""),
        MakeupPart(_("Processing"), product.processing, ""),
        MakeupPart(_("Transformation"), product.transformation, ""),
        MakeupPart(_("Delivery to output ports"), _listed(port.name for port in template.outputs), ports),
        MakeupPart(
            _("Sharing agreement"),
            product.agreement_url,
            reverse("products:product_checklist", args=args) + "#access_policy",
        ),
        MakeupPart(
            _("Service level objectives (SLO)"),
            _listed(promises),
            reverse("products:product_promises", args=args),
        ),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(name for name in names if name))
