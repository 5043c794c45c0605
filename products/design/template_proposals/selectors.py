"""Proposals of a room for a product's template: open ones, their results, and the template with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.labels import listed
from core.models import Artifact
from core.selectors.request_cache import cached_per_request
from discovery.models import Discovery
from products.models import (
    Consumer,
    DataProduct,
    InputKind,
    InputPort,
    OutputPort,
    ProductConsumer,
    TemplateAnswer,
    TemplatePart,
    TemplateProposal,
    TemplateQuestion,
)
from workshops.contributions.selectors import still_there
from workshops.models import Activity, Participant, Workshop
from workshops.selectors.activity_prefetch import AtOnce

FILL, LOOK = "fill", "look"
"""The phases of filling a template together."""
LIST, STRAIGHT = "list", "straight"
"""Where proposals go: to the facilitator's list, or into the template at once."""

LONGEST: dict[TemplatePart, int] = {
    TemplatePart.NAME: 120,
    TemplatePart.PRODUCER: 120,
    TemplatePart.OUTPUT: 120,
    TemplatePart.CONSUMER: 120,
}
"""How long what a part holds may be; the others take whatever a proposal holds."""
MOST = 500

_PART_OF: dict[TemplateQuestion, TemplatePart] = {
    TemplateQuestion.USERS: TemplatePart.CONSUMER,
    TemplateQuestion.TASKS: TemplatePart.JOB,
    TemplateQuestion.ACCESS: TemplatePart.OUTPUT,
    TemplateQuestion.INPUTS: TemplatePart.PRODUCER,
}
"""The part of the drawing that an answer to the question becomes (products.design.template_guide)."""

_MADE: tuple[type[Model], ...] = (DataProduct, InputPort, OutputPort, ProductConsumer, TemplateAnswer)


@dataclass(frozen=True, slots=True)
class OwnProposal:
    """`state` is "waiting", "in_template" or "gone" (it was in the template and was taken out)."""

    proposal: TemplateProposal
    state: str


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A part of the template: `by` is the person who proposed it, "" for no one of this room; `detail`
    is what kind of port it is."""

    artifact: Artifact
    text: str
    detail: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RoomTemplate:
    """The present template of a product. `by` names the people who proposed a part, by the uuid of what it
    became."""

    product: DataProduct
    producers: tuple[TemplateLine, ...]
    outputs: tuple[TemplateLine, ...]
    consumers: tuple[TemplateLine, ...]
    answers: tuple[tuple[TemplateQuestion, TemplateAnswer | None], ...]
    by: Mapping[UUID, str]

    @property
    def answered(self) -> list[tuple[TemplateQuestion, TemplateAnswer, str]]:
        """The questions with an answer, and who proposed it."""
        return [
            (question, answer, self.by.get(answer.uuid, ""))
            for question, answer in self.answers
            if answer is not None
        ]

    @property
    def _filled_parts(self) -> dict[TemplatePart, bool]:
        """True for the parts of the drawing that are filled."""
        return {
            TemplatePart.NAME: bool(self.product.name),
            TemplatePart.JOB: bool(self.product.job),
            TemplatePart.PRODUCER: bool(self.producers),
            TemplatePart.OUTPUT: bool(self.outputs),
            TemplatePart.CONSUMER: bool(self.consumers),
        }

    @property
    def questions_in_drawing(self) -> frozenset[TemplateQuestion]:
        """The questions that the drawing answers: their part of it is filled."""
        parts = self._filled_parts
        return frozenset(question for question, part in _PART_OF.items() if parts[part])

    @property
    def open_questions(self) -> list[TemplateQuestion]:
        """The questions that neither an answer nor the drawing answers."""
        answers = self.questions_in_drawing
        return [question for question, answer in self.answers if answer is None and question not in answers]

    @property
    def filled(self) -> int:
        """The number of its parts that are filled, out of `of`: of the drawing, and questions that aren't
        open."""
        return sum(self._filled_parts.values()) + len(self.answers) - len(self.open_questions)

    @property
    def of(self) -> int:
        """The number of its parts: name, job, producers, outputs, consumers, and each question."""
        return len(self._filled_parts) + len(self.answers)


def goes_straight(activity: Activity) -> bool:
    """Return True if proposals go into the template at once, without the facilitator's list."""
    return bool(activity.settings.get("take_up", STRAIGHT) == STRAIGHT)


def proposals_of(activity: Activity) -> QuerySet[TemplateProposal]:
    """The proposals of the activity's room for templates."""
    return _with_people().filter(activity=activity)


def _with_people() -> QuerySet[TemplateProposal]:
    return TemplateProposal.objects.select_related("participant", "product")


PROPOSALS: Final = AtOnce("template_proposals", _with_people)
"""What the room of an activity proposed, as proposals_of has it."""


def pending_proposals(activity: Activity) -> QuerySet[TemplateProposal]:
    """The facilitator's list, the oldest first."""
    return proposals_of(activity).filter(became=None, product__deleted_at=None)


def own_proposals(activity: Activity, participant: Participant) -> list[OwnProposal]:
    """The proposals of one person and their results, the latest first."""
    proposals = list(proposals_of(activity).filter(participant=participant).order_by("-pk"))
    there = still_there(_MADE, (each.became for each in proposals))
    return [OwnProposal(each, _state(each, there)) for each in proposals]


def _state(proposal: TemplateProposal, there: set[UUID]) -> str:
    if proposal.became is None:
        return "waiting"
    return "in_template" if proposal.became in there else "gone"


def proposals_in(workshop: Workshop) -> QuerySet[TemplateProposal]:
    """The proposals that were made in the workshop, each with what taking it up needs."""
    return TemplateProposal.objects.filter(activity__track__workshop=workshop).select_related(
        "activity__track__workshop__discovery__domain__organization",
        "participant",
        "product__discovery__domain__organization",
    )


def room_template(activity: Activity | None, product: DataProduct) -> RoomTemplate:
    """The template of the product as the room of the activity sees it, in five queries; without an activity
    no one is named, in four."""
    proposed = [] if activity is None else PROPOSALS.of(activity)
    return _template(product, proposed, _Parts.of(DataProduct.objects.filter(pk=product.pk)))


def template_in(activity: Activity, product: DataProduct) -> RoomTemplate:
    """As room_template, of one among many activities: the parts of products are read for all of them."""
    return _template(product, PROPOSALS.of(activity), _parts(activity.track.workshop.discovery))


def shaped_in(activity: Activity) -> DataProduct | None:
    """The product that was chosen for one among many activities; None where it was deleted."""
    return _products(activity.track.workshop.discovery).get(str(activity.settings.get("product")))


@cached_per_request
def _products(discovery: Discovery) -> dict[str, DataProduct]:
    return {str(each.uuid): each for each in DataProduct.objects.filter(discovery=discovery)}


@cached_per_request
def _parts(discovery: Discovery) -> _Parts:
    return _Parts.of(DataProduct.objects.filter(discovery=discovery))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The content of the templates of products, by their keys."""

    inputs: Mapping[int, Sequence[InputPort]]
    outputs: Mapping[int, Sequence[OutputPort]]
    consumers: Mapping[int, Sequence[ProductConsumer]]
    answers: Mapping[int, Sequence[TemplateAnswer]]

    @classmethod
    def of(cls, products: QuerySet[DataProduct]) -> _Parts:
        """In four queries."""
        links = ProductConsumer.objects.filter(consumer__deleted_at=None).select_related("consumer")
        return cls(
            _by_product(InputPort.objects.select_related("source", "feeder"), products),
            _by_product(OutputPort.objects.all(), products),
            _by_product(links.order_by("pk"), products),
            _by_product(TemplateAnswer.objects.all(), products),
        )


def _by_product(rows: QuerySet[Any], products: QuerySet[DataProduct]) -> Mapping[int, list[Any]]:
    parted: dict[int, list[Any]] = {}
    for each in rows.filter(product__in=products):
        parted.setdefault(each.product_id, []).append(each)
    return parted


def _template(product: DataProduct, proposed: Iterable[TemplateProposal], parts: _Parts) -> RoomTemplate:
    proposers: dict[UUID, list[str]] = {}
    for each in proposed:
        if each.became and each.participant:
            proposers.setdefault(each.became, []).append(each.participant.as_author())
    by = {became: listed(list(dict.fromkeys(names))) for became, names in proposers.items()}
    consumers: dict[int, ProductConsumer] = {}
    for link in parts.consumers.get(product.pk, ()):
        consumers.setdefault(link.consumer_id, link)
    answers = {each.question: each for each in parts.answers.get(product.pk, ())}
    return RoomTemplate(
        product,
        producers=tuple(
            TemplateLine(port, str(port.source or port.feeder or port), _form_of(port), by.get(port.uuid, ""))
            for port in parts.inputs.get(product.pk, ())
        ),
        outputs=tuple(
            TemplateLine(port, port.name, port.get_kind_display(), by.get(port.uuid, ""))
            for port in parts.outputs.get(product.pk, ())
        ),
        consumers=tuple(
            TemplateLine(link, _name_of(link.consumer), "", by.get(link.uuid, ""))
            for link in consumers.values()
        ),
        answers=tuple((question, answers.get(question.value)) for question in TemplateQuestion),
        by=by,
    )


def _form_of(port: InputPort) -> str:
    # Beside a name, in a narrow column, the words of the choice are too long.
    return _("Data product") if port.kind == InputKind.PRODUCT else port.get_kind_display()


def _name_of(consumer: Consumer) -> str:
    return consumer.name
