"""Answering requests for access: a rule lets in who was granted it, and they become a consumer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from core.services import artifacts, kinds
from core.services.operations import operation
from organizations.actors import Actor
from products.kinds.access_requests import ACCESS_REQUEST
from products.models import (
    AccessBasis,
    AccessEffect,
    AccessRequest,
    AccessRule,
    Consumer,
    ProductConsumer,
    RequestState,
)
from products.permissions import check_answer_requests
from products.policies.access_requests import check_answer, check_request_transition
from products.selectors.names import taken_by


def answer_request(
    *,
    actor: Actor,
    request: AccessRequest,
    state: str,
    answer: str = "",
    expires_on: date | None = None,
    revision: int | None = None,
) -> AccessRequest:
    """Grants, refuses or ends: for editors, and for who owns the product.

    Granted, `who` is a consumer of the port and a rule lets them in, through `expires_on`; ended, what came
    with it goes. Raises Conflict for any other way than REQUEST_TRANSITIONS, Invalid for a refusal
    without a reason, Stale when somebody changed it since `revision`.
    """
    product, to = request.port.product, RequestState(state)
    check_answer_requests(actor, product)
    with operation(
        actor, f"access_request.{to.value}", summary=ACCESS_REQUEST.summary(request), place=product.discovery
    ):
        artifacts.locked(product)  # so that two answers come one after the other
        current = artifacts.seen(request, revision)
        check_request_transition(current, to)
        check_answer(current, to, answer, expires_on, timezone.localdate())
        came: dict[str, Any] = {}
        if to == RequestState.GRANTED:
            came = {"rule": _let_in(current, expires_on), "link": _connect(current)}
        elif to == RequestState.ENDED:
            _end(current)
        return artifacts.save_changed(
            current,
            state=to,
            answer=answer,
            expires_on=expires_on,
            answered_on=timezone.localdate(),
            **came,
        )


def _let_in(request: AccessRequest, until: date | None) -> AccessRule:
    return kinds.insert(
        AccessRule(
            product=request.port.product,
            effect=AccessEffect.ALLOW,
            basis=AccessBasis.ROLE,
            users=request.users,
            subject=request.who,
            until=until,
            note=request.purpose[:200],
        )
    )


def _connect(request: AccessRequest) -> ProductConsumer | None:
    """The link that is new; None where they use the port already, or are called as somebody elsewhere in the
    domain."""
    product = request.port.product
    consumer = taken_by(Consumer, product.domain_id, request.who)
    if consumer is None:
        consumer = kinds.insert(Consumer(discovery=product.discovery, name=request.who))
    used = ProductConsumer.objects.filter(product=product, consumer=consumer, port=request.port)
    if used.exists():
        return None
    return artifacts.add(ProductConsumer, product=product, consumer=consumer, port=request.port)


def _end(request: AccessRequest) -> None:
    """What came with the grant goes, unless it went already."""
    for row in (request.rule, request.link):
        if row is not None and row.deleted_at is None:
            artifacts.trash(row)
