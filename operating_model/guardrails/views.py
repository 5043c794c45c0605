"""The register of guardrails and standards: one page, edited in place."""

from typing import Any

from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.web.single_part_pages import OnPartPage, PartPage
from operating_model.guardrails.kinds import DEVIATION, GUARDRAIL
from operating_model.guardrails.selectors import register_of
from operating_model.models import Deviation, Guardrail
from operating_model.views.page_access import viewer
from organizations.web import Request


def _register(_request: Request, discovery: Discovery) -> dict[str, Any]:
    return {"register": register_of(discovery)}


REGISTER = PartPage(
    "guardrails", "operating_model:guardrails", "operating_model/guardrails/page.html", _register
)
guardrails = viewer(require_safe(REGISTER.show))


class GuardrailPages(OnPartPage[Guardrail]):
    """Guardrails are written in place."""

    kind = GUARDRAIL
    on = REGISTER
    add_title = gettext_lazy("Propose a guardrail")


class DeviationPages(OnPartPage[Deviation]):
    """Deviations are written in the card of their guardrail."""

    kind = DEVIATION
    on = REGISTER
    add_title = gettext_lazy("Which data product deviates from “%(name)s”, and why?")

    def add_slot(self, draft: Deviation) -> str:
        return f"slot-{draft.guardrail.uuid}-deviation"


GUARDRAIL_PAGES, DEVIATION_PAGES = GuardrailPages(), DeviationPages()
