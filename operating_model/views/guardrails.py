"""The register of guardrails and standards: one page, edited in place."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from discovery.models import Discovery
from discovery.permissions import may_edit
from discovery.selectors.operations import pulse_of
from operating_model.kinds.guardrails import DEVIATION, GUARDRAIL
from operating_model.models import Deviation, Guardrail
from operating_model.selectors.guardrails import register_of
from operating_model.views.common import viewer
from organizations.web.in_place import PagePart
from organizations.web.kind_pages import InPlace
from organizations.web.pages import page
from organizations.web.requests import Request


@viewer
@require_safe
def guardrails(request: Request, discovery: Discovery) -> HttpResponse:
    """The register, by the state of its guardrails."""
    return _register(request, discovery)


def _register(request: Request, discovery: Discovery) -> HttpResponse:
    context = {
        "discovery": discovery,
        "pulse": pulse_of(discovery),
        "register": register_of(discovery),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "operating_model/guardrails/page.html", context, part="guardrails")


def _part(request: Request, discovery: Discovery) -> PagePart:
    url = reverse("operating_model:guardrails", args=[discovery.slug])
    return PagePart("guardrails", url, lambda: _register(request, discovery))


class GuardrailPages(InPlace[Guardrail]):
    """Guardrails are written where they stand."""

    kind = GUARDRAIL
    add_title = gettext_lazy("Propose a guardrail")
    edit_title = gettext_lazy("Change the guardrail")
    added = gettext_lazy("Guardrail added")
    deleted = gettext_lazy("Guardrail deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Guardrail) -> PagePart:
        return _part(request, discovery)


class DeviationPages(InPlace[Deviation]):
    """Deviations are written in the card of their guardrail."""

    kind = DEVIATION
    add_title = gettext_lazy("Which data product deviates from “%(name)s”, and why?")
    edit_title = gettext_lazy("Change the deviation")
    added = gettext_lazy("Deviation added")
    deleted = gettext_lazy("Deviation deleted")

    def part(self, request: Request, discovery: Discovery, artifact: Deviation) -> PagePart:
        return _part(request, discovery)

    def add_slot(self, draft: Deviation) -> str:
        return f"slot-{draft.guardrail.uuid}-deviation"


GUARDRAIL_PAGES, DEVIATION_PAGES = GuardrailPages(), DeviationPages()
