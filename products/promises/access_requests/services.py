"""Answering requests for access: a rule lets in who was granted it, and they become a consumer."""

from datetime import date
from typing import Any, TypedDict, Unpack

from django.utils import timezone

from core.name_comparison import looks
from core.services import artifacts, kinds, operation
from organizations.actors import Actor
from products.design.unique_names.selectors import taken_by
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
from products.promises.access_requests.kinds import ACCESS_REQUEST
from products.promises.access_requests.policies import check_answer, check_request_transition


class AnswerFields(TypedDict, total=False):
    """Fields that an answer may have."""

    answer: str
    expires_on: date | None


def answer_request(
    *,
    actor: Actor,
    request: AccessRequest,
    state: str,
    revision: int | None = None,
    **fields: Unpack[AnswerFields],
) -> AccessRequest:
    """Grants, refuses or ends: for editors, and for the owner of the product. Other fields stay as they were.

    Granted, `who` is a consumer of the port, and a rule lets them in through `expires_on`; ended, the rule
    and the link go. Raises Conflict for any other way than REQUEST_TRANSITIONS, Invalid for a refusal without
    a reason, Stale when someone changed it since `revision`.
    """
    product, to = request.port.product, RequestState(state)
    check_answer_requests(actor, product)
    with operation(
        actor, f"access_request.{to.value}", summary=ACCESS_REQUEST.summary(request), place=product.discovery
    ):
        artifacts.locked(product)  # so that two answers come one after the other
        current = artifacts.locked_at_revision(request, revision)
        check_request_transition(current, to)
        until = fields.get("expires_on", current.expires_on)
        check_answer(current, to, fields.get("answer", current.answer), until, timezone.localdate())
        came: dict[str, Any] = {}
        if to == RequestState.GRANTED:
            came = {"rule": _let_in(current, until), "link": _connect(current)}
        elif to == RequestState.ENDED:
            _end(current)
        return artifacts.save_changed(
            current,
            state=to,
            answered_on=timezone.localdate(),
            **fields,
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
    """The link that is new; None where they use the port already, or have the name of someone elsewhere in
    the domain."""
    product = request.port.product
    consumer = taken_by(Consumer, product.domain_id, request.who)
    if consumer is None:
        consumer = kinds.insert(Consumer(discovery=product.discovery, name=request.who))
    elif consumer.discovery_id != product.discovery_id:
        return None
    links = ProductConsumer.objects.filter(product=product, consumer=consumer, port=request.port)
    if links.exists():
        return None
    return artifacts.add(ProductConsumer, product=product, consumer=consumer, port=request.port)


def _end(request: AccessRequest) -> None:
    """Delete the rule and the link that came with the grant, unless they are gone. The consumer stays with
    another request by which they use the port."""
    if request.rule is not None:
        artifacts.trash(request.rule)
    if request.link is None or request.link.deleted_at is not None:
        return
    others = AccessRequest.objects.filter(port=request.port, state=RequestState.GRANTED)
    who = {looks(request.who), looks(request.link.consumer.name)}
    heir = next((each for each in others.exclude(pk=request.pk) if looks(each.who) in who), None)
    if heir is not None:
        artifacts.change(heir, link=request.link)
    else:
        artifacts.trash(request.link)
