"""Artifacts of the product stream in files that services write: answers of the template, who uses a
product, and promises."""

from typing import Any

from django.db.models import QuerySet

from core.kinds import Layout, LinkedRows, WrittenOutKind
from products.indicator_wording import Aim
from products.models import Consumer, OutputPort, ProductConsumer, Slo, SloWindow, TemplateAnswer
from products.promises.slo_validation import check_target, check_windows, sentence_of
from products.promises.usage_patterns.kinds import check_patterns


class AnswerKind(WrittenOutKind[TemplateAnswer]):
    """An answer in the template of a data product."""

    model = TemplateAnswer
    noun = "answer"
    path = "product__discovery"
    title = "question"
    layout = Layout("question", "text")


class ProductConsumerKind(WrittenOutKind[ProductConsumer]):
    """With the port where that is known."""

    model = ProductConsumer
    noun = "consumer"
    path = "product__discovery"
    title = "consumer"
    layout = Layout("consumer", "port")
    recognized_by = ("consumer", "port")

    def choices(self, artifact: ProductConsumer) -> dict[str, QuerySet[Any]]:
        """The consumers of the domain, and the ports of the product."""
        return {
            "consumer": Consumer.objects.filter(domain=artifact.product.domain_id),
            "port": OutputPort.objects.filter(product=artifact.product_id),
        }


class SloKind(WrittenOutKind[Slo]):
    """Its sentence follows from its windows."""

    model = Slo
    path = "product__discovery"
    title = "indicator"
    layout = Layout("indicator", "kind", "threshold", "basis", "events", "time_zone")
    recognized_by = ("kind", "indicator")
    extra_file_fields = ("group",)

    def check_file_values(self, draft: Slo, before: Slo | None, links: LinkedRows) -> None:
        check_patterns(draft.product_id, draft.group)

    def settled(self, artifact: Slo) -> dict[str, Any]:
        windows = SloWindow.objects.filter(slo=artifact)
        aims = [Aim(each.target, each.length, each.unit, each.is_rolling) for each in windows]
        check_windows(aims, artifact.time_zone)
        return {"sentence": sentence_of(artifact, aims)}


class SloWindowKind(WrittenOutKind[SloWindow]):
    """A target of a promise within a window of time."""

    model = SloWindow
    noun = "window"
    path = "slo__product__discovery"
    title = "target"
    layout = Layout("target", "length", "unit", "is_rolling")
    percents = ("target",)
    recognized_by = ("length", "unit", "is_rolling")

    def check_file_values(self, draft: SloWindow, before: SloWindow | None, links: LinkedRows) -> None:
        check_target(draft.target)


ANSWER, PRODUCT_CONSUMER, SLO, SLO_WINDOW = AnswerKind(), ProductConsumerKind(), SloKind(), SloWindowKind()
