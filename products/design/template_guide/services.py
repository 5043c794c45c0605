"""Filling the template from what a group answered."""

from collections.abc import Iterable

from core.models import Operation
from core.services import kinds, operation
from discovery.permissions import check_edit_discovery
from discovery.selectors.default_language import in_language_of
from organizations.actors import Actor
from products.design.connections.services import connect_consumer, connect_producer
from products.design.product.services import change_product
from products.design.template_guide.selectors import GuideOffer, offers_of
from products.models import DataProduct, OutputKind, OutputPort, TemplateAnswer, TemplateQuestion


def take_over(
    *, actor: Actor, product: DataProduct, question: TemplateQuestion, keys: Iterable[str]
) -> Operation:
    """Put the offers of the answer with these `keys` into the template, all in one operation,
    which can be undone at once. Offers that are there by now, or no longer made, are skipped. Raises
    NotAllowed or NotFound."""
    check_edit_discovery(actor, product.discovery)
    wanted_keys = set(keys)
    with operation(actor, "product.filled", summary=product.name, place=product.discovery) as current:
        answer = TemplateAnswer.objects.filter(product=product, question=question).first()
        for offer in offers_of(product, question, answer.text if answer else ""):
            if offer.key in wanted_keys:
                _take(actor, product, offer)
    return current


def _take(actor: Actor, product: DataProduct, offer: GuideOffer) -> None:
    if offer.kind == "consumer":
        connect_consumer(actor=actor, product=product, name=offer.value)
    elif offer.kind == "producer":
        connect_producer(actor=actor, product=product, name=offer.value)
    elif offer.kind == "job":
        change_product(actor=actor, product=product, job=offer.value)
    else:
        kind = OutputKind(offer.value)
        with in_language_of(product.discovery):
            name = str(kind.label)
        kinds.add(actor=actor, draft=OutputPort(product=product, name=name, kind=kind))
