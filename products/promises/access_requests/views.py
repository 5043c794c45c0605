"""Requests for access to the ports of a product: viewers ask, its owner and editors answer."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.forms import KindForm
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.permissions import allows
from organizations.web import PagePart, Request, form_methods
from organizations.web.kind_pages import InPlace
from organizations.web.page_scopes import View
from products.models import AccessRequest, DataProduct, OutputPort, ProductState
from products.permissions import check_answer_requests
from products.promises.access_requests.forms import AccessDecisionForm, AskForm
from products.promises.access_requests.kinds import ACCESS_REQUEST, ANSWER
from products.promises.access_requests.selectors import requests_of
from products.promises.access_requests.services import answer_request
from products.views.common import INTERFACE, ProductPart, answer_part, product_of, product_parts, viewer


def _context(request: Request, product: DataProduct) -> dict[str, Any]:
    is_retired = product.state == ProductState.RETIRED
    return {
        "lines": requests_of(product),
        "ports": () if is_retired else OutputPort.objects.filter(product=product),
        "is_retired": is_retired,
        "answering": allows(check_answer_requests, request.actor, product),
    }


REQUESTS = ProductPart(
    "requests",
    gettext_lazy("Requests for access"),
    INTERFACE,
    35,
    "products:product_requests",
    "products/requests/list.html",
    _context,
    gettext_lazy(
        "To request access, give a purpose. The owner answers. A granted request adds an access rule for the "
        "whole data product, until its end date. It also adds a consumer to the port, until someone ends the "
        "access."
    ),
)
product_parts.register(REQUESTS)


class AccessRequestPages(InPlace[AccessRequest]):
    """Everyone who sees the discovery may ask; the kind defines who may change a request."""

    kind = ACCESS_REQUEST
    form: type[KindForm[AccessRequest]] = AskForm
    add_title = gettext_lazy("Request access: %(name)s")
    added = gettext_lazy("Access requested: the owner will answer here")

    def access(self, view: View) -> View:
        return viewer(view)

    def draft(self, request: Request, place: Any, *names: Any) -> AccessRequest:
        draft = super().draft(request, place, *names)
        draft.asked_by = ACCESS_REQUEST.own_people(request.actor, draft).first()
        return draft

    def part(self, request: Request, discovery: Discovery, artifact: AccessRequest) -> PagePart:
        product = product_of(discovery, artifact.port.product.uuid)
        url = reverse("products:product_requests", args=[discovery.slug, product.uuid])
        return PagePart("requests", url, lambda: answer_part(request, product, REQUESTS))

    def add_slot(self, draft: AccessRequest) -> str:
        return "ask-slot"


class AnswerPages(AccessRequestPages):
    """The owner's answer to it."""

    layout = ANSWER
    form = AccessDecisionForm
    edit_title = gettext_lazy("Answer: %(name)s")

    def save_changed(
        self, actor: Actor, artifact: AccessRequest, revision: int | None, **fields: Any
    ) -> AccessRequest:
        return answer_request(actor=actor, request=artifact, revision=revision, **fields)


ACCESS_REQUEST_PAGES = AccessRequestPages()
access_request_answer = viewer(form_methods(AnswerPages().edit))
