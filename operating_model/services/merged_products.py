"""Records of the operating model about a data product follow it into the one that it is merged into
(products.design.merging.services)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from operating_model.models import Deviation, ProcessProduct
from products.registries import MergedRows, merged_rows

_LONGEST_REASON = 2000


def register_own() -> None:
    """Register the rows of this app that name a product."""
    merged_rows.register(
        MergedRows(
            "deviations",
            Deviation,
            "product",
            _("Deviations from guardrails"),
            lambda deviation: deviation.guardrail.name,
            _same_guardrail,
            ("guardrail",),
        ),
        MergedRows(
            "process_products",
            ProcessProduct,
            "product",
            _("Business processes"),
            lambda link: link.process.name,
            lambda link, other: {} if link.process_id == other.process_id else None,
            ("process",),
        ),
    )


def _same_guardrail(deviation: Deviation, other: Deviation) -> dict[str, Any] | None:
    """A product deviates once from a guardrail: for the reasons of both, as long as the longer of both."""
    if deviation.guardrail_id != other.guardrail_id:
        return None
    reason = "\n".join(dict.fromkeys((other.reason, deviation.reason)))
    days = [each.until for each in (other, deviation) if each.until is not None]
    return {
        "reason": reason if len(reason) <= _LONGEST_REASON else other.reason,
        "until": max(days) if len(days) == 2 else None,
    }
