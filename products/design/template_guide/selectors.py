"""The six questions about a product, and what their answers offer for its template."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from core.labels import Text
from core.name_comparison import looks
from products import answer_extraction
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    OutputKind,
    OutputPort,
    ProductConsumer,
    Source,
    TemplateAnswer,
    TemplateQuestion,
)

_HINTS: dict[TemplateQuestion, Text] = {
    TemplateQuestion.USERS: gettext_lazy(
        "People, teams and systems, one per line. They become the consumers in the template."
    ),
    TemplateQuestion.VALUE: gettext_lazy(
        "Who else would pay for it, in money or in attention? One per line."
    ),
    TemplateQuestion.ENGAGEMENT: gettext_lazy(
        "They look at a dashboard, call an API, get a report, query a table …"
    ),
    TemplateQuestion.TASKS: gettext_lazy(
        "The task it helps someone complete, and the moment it helps. This becomes the job."
    ),
    TemplateQuestion.ACCESS: gettext_lazy(
        "Name the ports: API, table, file, stream, dashboard, report, virtual database."
    ),
    TemplateQuestion.INPUTS: gettext_lazy(
        "Systems and data products, one per line. They become the sources in the template."
    ),
}


def hint_of(question: TemplateQuestion) -> Text:
    """A hint for answering the question."""
    return _HINTS[question]


@dataclass(frozen=True, slots=True)
class GuideStep:
    """A question with its place among the six."""

    question: TemplateQuestion
    number: int
    answer: TemplateAnswer | None
    is_current: bool

    @property
    def text(self) -> str:
        return str(self.question.label)

    @property
    def hint(self) -> Text:
        return hint_of(self.question)


@dataclass(frozen=True, slots=True)
class GuideOffer:
    """Something that an answer has and the template lacks. `key` names it in a form; `kind` is "consumer",
    "producer", "job" or "port"; `value` is what is taken over, `words` how it reads, `mark` how it is drawn
    ("" for what has no mark). What reads like a sentence, or replaces something, is not `is_sure`: it is
    offered, but not chosen."""

    kind: str
    value: str
    words: str
    note: str
    mark: str = ""
    is_sure: bool = True

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.value}"


def steps_of(product: DataProduct, current: TemplateQuestion | None = None) -> list[GuideStep]:
    """The six questions in their order, with their answers. One query."""
    answers_ = {answer.question: answer for answer in TemplateAnswer.objects.filter(product=product)}
    return [
        GuideStep(question, number, answers_.get(question.value), question == current)
        for number, question in enumerate(TemplateQuestion, start=1)
    ]


def offers_of(product: DataProduct, question: TemplateQuestion, text: str) -> list[GuideOffer]:
    """Offers from the answer `text` for the template, without those that are in it already."""
    if question in (TemplateQuestion.USERS, TemplateQuestion.VALUE):
        return _consumers(product, text)
    if question == TemplateQuestion.INPUTS:
        return _producers(product, text)
    if question == TemplateQuestion.TASKS:
        return _job(product, text)
    return _ports(product, text)


def _consumers(product: DataProduct, text: str) -> list[GuideOffer]:
    linked = ProductConsumer.objects.filter(product=product, consumer__deleted_at=None)
    linked_names = {looks(link.consumer.name) for link in linked.select_related("consumer")}
    rows = Consumer.objects.filter(domain_id=product.domain_id)
    names = {looks(name): name for name in rows.values_list("name", flat=True)}
    return [
        GuideOffer(
            "consumer",
            name,
            name,
            _("Exists in this domain") if looks(name) in names else _note(item, _("New consumer")),
            "consumer",
            is_sure=not item.is_prose,
        )
        for item in _items(text, names)
        if looks(name := names.get(looks(item.name), item.name)) not in linked_names
    ]


def _items(text: str, names: Mapping[str, str]) -> list[answer_extraction.AnswerItem]:
    """The items of the answer, and those of the `names` (by how a name looks) that its prose mentions."""
    listed = answer_extraction.items(text)
    mentions = [
        answer_extraction.AnswerItem(name) for name in answer_extraction.mentioned(text, names.values())
    ]
    looks_of_names = {looks(item.name) for item in mentions}
    return [*mentions, *(item for item in listed if looks(item.name) not in looks_of_names)]


def _note(item: answer_extraction.AnswerItem, new: str) -> str:
    return _("Looks like a sentence: tick it to use it as a name") if item.is_prose else new


def _producers(product: DataProduct, text: str) -> list[GuideOffer]:
    ports = InputPort.objects.filter(product=product).select_related("source", "feeder")
    linked = {looks(str(port.source or port.feeder or port.name)) for port in ports}
    sources = {looks(row.name): row for row in Source.objects.filter(domain_id=product.domain_id)}
    feeders = {looks(row.name): row for row in DataProduct.objects.filter(domain_id=product.domain_id)}
    own = looks(product.name)
    feeders.pop(own, None)
    names = {key: row.name for key, row in feeders.items()} | {key: row.name for key, row in sources.items()}
    offers = []
    for item in _items(text, names):
        key = looks(item.name)
        name = names.get(key, item.name)
        if key in linked or key == own:
            continue
        if key in sources:
            mark = "integration" if sources[key].kind == "integration" else "producer"
            offers.append(GuideOffer("producer", name, name, _("Exists in this domain"), mark))
        elif key in feeders:
            offers.append(GuideOffer("producer", name, name, _("Data product of this domain"), "product"))
        else:
            note, is_sure = _note(item, _("New source")), not item.is_prose
            offers.append(GuideOffer("producer", name, name, note, "producer", is_sure))
    return offers


def _job(product: DataProduct, text: str) -> list[GuideOffer]:
    job = answer_extraction.sentence(text, 500)
    if not job or job == product.job:
        return []
    note = _("Replaces the current job") if product.job else _("Becomes the job of the product")
    return [GuideOffer("job", job, job, note, "job", is_sure=not product.job)]


def _ports(product: DataProduct, text: str) -> list[GuideOffer]:
    kinds = set(OutputPort.objects.filter(product=product).values_list("kind", flat=True))
    return [
        GuideOffer("port", kind, str(OutputKind(kind).label), _("New output port"))
        for kind in answer_extraction.port_kinds(text)
        if kind not in kinds
    ]
