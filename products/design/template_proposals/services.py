"""Proposing for a product's template in a room, and what the facilitator makes of it."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict, Invalid
from core.labels import is_called
from core.models import Artifact, Operation
from core.services import artifacts, kinds, operation
from discovery import permissions
from organizations.actors import Actor
from organizations.permissions import allows
from products.design.product.services import add_product
from products.design.template_proposals.selectors import LONGEST, MOST, goes_straight
from products.design.unique_names.selectors import taken_by
from products.models import (
    Consumer,
    DataProduct,
    InputKind,
    InputPort,
    OutputKind,
    OutputPort,
    ProductConsumer,
    ProductKind,
    Source,
    TemplateAnswer,
    TemplatePart,
    TemplateProposal,
)
from products.selectors.room_products import product_at, product_to_shape
from workshops.contributions.services import Offer, take
from workshops.models import Activity, Workshop
from workshops.permissions import check_facilitate_workshop
from workshops.policies import check_says
from workshops.registries import activity_kinds

TEMPLATE = "template"
"""The item of the activity that is the template."""
_LONGEST_ANSWER = 2000
_FIRST_NAMES = 50


class _Elsewhere(Conflict):
    """The artifact belongs to a discovery that the actor may not see."""


class TemplateProposals(Offer[TemplateProposal]):
    """Proposals of people in a room for the template of a data product."""

    model = TemplateProposal
    noun = "template_proposal"
    topics = ("progress", "activity")

    def items(self, activity: Activity, uuid: UUID) -> list[str]:
        return []  # what waits is on the console alone

    def add(self, actor: Actor, activity: Activity, uuid: UUID, **fields: Any) -> TemplateProposal:
        product = product_at(activity)
        if product is None:
            raise Conflict(_("The data product was deleted. Ask the facilitator to choose another."))
        proposal = super().add(actor, activity, uuid, product=product, **fields)
        product = artifacts.locked(product)
        replaces = proposal.part == TemplatePart.NAME or (
            proposal.part == TemplatePart.JOB and bool(product.job)
        )
        if goes_straight(activity) and not replaces:
            # Left for the facilitator, who may look there or not, when the name is known elsewhere.
            with suppress(_Elsewhere):
                proposal = self.take_up(actor, proposal)
                if author := self.author_of(proposal):
                    live.notify(_workshop_of(proposal).pk, author)
        return proposal

    def check_open(self, row: TemplateProposal) -> None:
        if row.became is not None:
            raise Conflict(_("This is already in the template."))

    def take_up(self, actor: Actor, row: TemplateProposal) -> TemplateProposal:
        live.publish_change(_workshop_of(row).pk, keys={"items": [TEMPLATE]})
        part = _grown(actor, TemplatePart(row.part), row, artifacts.locked(row.product))
        return artifacts.change(row, became=part.uuid)


PROPOSALS = TemplateProposals()


def check_proposed(part: TemplatePart, text: str, kind: str) -> None:
    """Raises Invalid for a text that the part cannot hold, and an output port without its `kind`."""
    check_says(text, LONGEST.get(part, MOST))
    if part == TemplatePart.OUTPUT and kind not in OutputKind.values:
        raise Invalid(_("Choose the type of output port."), "kind")


# --- People in the room ---------------------------------------------------------------------------


def propose(
    *,
    actor: Actor,
    activity: Activity,
    part: TemplatePart,
    text: str,
    kind: str = "",
    uuid: UUID | None = None,
) -> TemplateProposal:
    """A sentence for a part of the template, into it or, by the activity's setting, for the facilitator's
    list. A name, and a job where there is one, always wait there: they replace a text in the template.

    `kind` is the OutputKind of an output port. Raises as `contributions.take`, Conflict when the product is
    gone, and Invalid for a text that the part cannot hold.
    """
    text = text.strip()
    check_proposed(part, text, kind)
    fields: dict[str, Any] = {"text": text, "part": part, "kind": kind if part == TemplatePart.OUTPUT else ""}
    fields |= {"activity": activity, "uuid": uuid or uuid4(), "summary": text}
    return take(PROPOSALS, actor=actor, **fields).row


# --- The facilitator ------------------------------------------------------------------------------


def take_out(
    *, actor: Actor, workshop: Workshop, item: InputPort | OutputPort | ProductConsumer
) -> Operation:
    """A producer, an output port or a consumer goes off the template, into the trash. The source or consumer
    itself stays. Raises NotAllowed or NotFound."""
    check_facilitate_workshop(actor, workshop)
    summary = f"{item.product.name}: {_words(item)}"
    with operation(actor, "product.shortened", summary=summary, place=workshop) as current:
        live.publish_change(workshop.pk, "progress", keys={"items": [TEMPLATE]})
        kinds.trash(artifacts.locked(item))
    return current


def _words(item: InputPort | OutputPort | ProductConsumer) -> str:
    return item.consumer.name if isinstance(item, ProductConsumer) else str(item)


def choose_product(*, actor: Actor, activity: Activity, product: DataProduct) -> Activity:
    """Sets the product that the room works on. Raises NotAllowed, and Invalid for one of another
    discovery."""
    workshop = activity.track.workshop
    check_facilitate_workshop(actor, workshop)
    if product.discovery_id != workshop.discovery_id:
        raise Invalid(_("This data product belongs to another discovery."))
    with operation(actor, "activity.changed", summary=product.name, place=workshop):
        live.publish_change(workshop.pk, "activity", "items", "progress")
        current = artifacts.locked(activity)
        return artifacts.change(current, settings={**current.settings, "product": str(product.uuid)})


def begin(*, actor: Actor, activity: Activity) -> None:
    """The product that the activity is about, made where the facilitator asked for a new one. Called inside
    the operation that moves the room here.

    An activity that was added and left as it is asks for no new product: the room is at one that is still
    proposed, or at the first, until the facilitator chooses another from the console."""
    if activity.settings.get("product"):
        return
    discovery = activity.track.workshop.discovery
    if _says_nothing(activity) and (shaped := product_to_shape(activity)):
        artifacts.change(activity, settings={**activity.settings, "product": str(shaped.uuid)})
        return
    title = " ".join(str(activity.settings.get("name") or activity.title).split())[:110]
    other = taken_by(DataProduct, discovery.domain_id, title)
    if isinstance(other, DataProduct) and other.discovery_id == discovery.pk:
        product = other
    else:
        name, number = title, 1
        while taken_by(DataProduct, discovery.domain_id, name) is not None and number < _FIRST_NAMES:
            number += 1
            name = f"{title} ({number})"
        kind = activity.settings.get("kind") or ProductKind.CONSUMER_ORIENTED
        product = add_product(actor=actor, discovery=discovery, name=name, kind=kind)
    artifacts.change(activity, settings={**activity.settings, "product": str(product.uuid)})


def _says_nothing(activity: Activity) -> bool:
    kind = activity_kinds.get(activity.kind)
    return not {"product", "name"} & activity.settings.keys() and is_called(activity.title, kind.label)


# --- Taking up ------------------------------------------------------------------------------------


def _grown(actor: Actor, part: TemplatePart, proposal: TemplateProposal, product: DataProduct) -> Artifact:
    if part == TemplatePart.NAME:
        return kinds.update(product, name=proposal.text)
    if part == TemplatePart.JOB:
        return kinds.update(product, job=proposal.text)
    if part == TemplatePart.PRODUCER:
        return _producer(actor, product, proposal.text)
    if part == TemplatePart.OUTPUT:
        return kinds.insert(OutputPort(product=product, name=proposal.text, kind=proposal.kind))
    if part == TemplatePart.CONSUMER:
        return _consumer(actor, product, proposal.text)
    return _answer(part, product, proposal.text)


def _producer(actor: Actor, product: DataProduct, name: str) -> InputPort:
    """An input port from the product or source of this name; a new name becomes a source."""
    ports = InputPort.objects.filter(product=product)
    position = artifacts.next_position(ports)
    feeder = taken_by(DataProduct, product.domain_id, name)
    if isinstance(feeder, DataProduct) and feeder.pk != product.pk:
        _check_is_near(actor, product, feeder)
        return ports.filter(feeder=feeder).first() or artifacts.add(
            InputPort, product=product, feeder=feeder, kind=InputKind.PRODUCT, position=position
        )
    source = taken_by(Source, product.domain_id, name)
    if not isinstance(source, Source):
        source = kinds.insert(Source(discovery=product.discovery, name=name))
    _check_is_near(actor, product, source)
    return ports.filter(source=source).first() or artifacts.add(
        InputPort, product=product, source=source, position=position
    )


def _consumer(actor: Actor, product: DataProduct, name: str) -> ProductConsumer:
    consumer = taken_by(Consumer, product.domain_id, name)
    if not isinstance(consumer, Consumer):
        consumer = kinds.insert(Consumer(discovery=product.discovery, name=name))
    _check_is_near(actor, product, consumer)
    link = ProductConsumer.objects.filter(product=product, consumer=consumer).first()
    return link or artifacts.add(ProductConsumer, product=product, consumer=consumer)


def _check_is_near(actor: Actor, product: DataProduct, artifact: Consumer | DataProduct | Source) -> None:
    """Things of another discovery are connected only by people who may see that one: a room that guesses its
    name learns no more of it. Raises Conflict."""
    if artifact.discovery_id != product.discovery_id and not allows(
        permissions.check_see_discovery, actor, artifact.discovery
    ):
        raise _Elsewhere(
            _("“%(name)s” belongs to another discovery of this domain. Choose another name.")
            % {"name": artifact.name}
        )


def _answer(part: TemplatePart, product: DataProduct, text: str) -> TemplateAnswer:
    """Answers of several people to one question are written below each other."""
    answer = TemplateAnswer.objects.filter(product=product, question=part.value).first()
    if answer is None:
        return artifacts.add(TemplateAnswer, product=product, question=part.value, text=text)
    if text in answer.text.splitlines():
        return answer
    longer = f"{answer.text}\n{text}"
    if len(longer) > _LONGEST_ANSWER:
        raise Conflict(_("This answer is full. Ask the facilitator to shorten it."))
    return artifacts.change(answer, text=longer)


def _workshop_of(proposal: TemplateProposal) -> Workshop:
    return proposal.activity.track.workshop
