"""Canvases of data products: the template with its six questions, and usage patterns."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from discovery.kinds.paper_forms import blanks_of
from discovery.marks import MARKS
from discovery.models import Discovery
from discovery.registries import Canvas, canvases
from products.design.ports.kinds import INPUT_PORT, OUTPUT_PORT
from products.design.product.kinds import DATA_PRODUCT
from products.design.template_guide.selectors import hint_of
from products.models import TemplateQuestion
from products.promises.usage_patterns.kinds import USAGE_PATTERN

PATTERNS = 6


def product_template(discovery: Discovery | None, room: int) -> dict[str, Any]:
    """The drawing of a data product without names, its type, its ports, and the six questions."""
    questions = [
        (number, question.label, hint_of(question)) for number, question in enumerate(TemplateQuestion, 1)
    ]
    half = len(questions) // 2
    blanks = {blank.name: blank for blank in blanks_of(DATA_PRODUCT)}
    return {
        "marks": MARKS,
        "domain": discovery.domain if discovery is not None else None,
        "kind": blanks["kind"],
        "job": blanks["job"],
        "owners": [blanks["owner"], blanks["team"]],
        "ports": [
            (
                port.model._meta.verbose_name_plural,
                next(each for each in blanks_of(port) if each.name == "kind"),
            )
            for port in (INPUT_PORT, OUTPUT_PORT)
        ],
        "middle": [MARKS["domain"], MARKS["product"], MARKS["job"], None],
        "questions": [questions[:half], questions[half:]],
        "height": room // 5,
        "small_height": room // 9,
    }


def usage_patterns(_discovery: Discovery | None, room: int) -> dict[str, Any]:
    """A column for each field of a usage pattern, and empty rows."""
    return {"blanks": blanks_of(USAGE_PATTERN), "rows": range(PATTERNS), "height": room // (PATTERNS + 1)}


def register_own() -> None:
    """Register the canvases of this app."""
    canvases.register(
        Canvas(
            "product_template",
            _("Data product template"),
            40,
            "products",
            "products/canvases/template.html",
            product_template,
        ),
        Canvas(
            "usage_patterns",
            _("Usage patterns"),
            50,
            "products",
            "products/canvases/usage.html",
            usage_patterns,
            ("promises",),
        ),
    )
