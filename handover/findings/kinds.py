"""Kinds of the handover: findings, and the recommendations that rest on them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import is_link
from core.exceptions import Invalid
from core.kinds import ArtifactKind, Display, Field, Layout, Lines, Quote
from core.labels import Text
from core.selectors.earlier_revisions import Link
from discovery.models import StreamKind
from handover.findings.selectors import streams_of
from handover.models import Finding, Recommendation, RecommendationAction, RecommendationFinding
from workshops.models import ActionItem

M = TypeVar("M", Finding, Recommendation)


class HandoverKind(ArtifactKind[M]):
    """A sentence about one stream of the discovery, or about all of them."""

    path = "discovery"
    title = "title"
    page = "handover:handover"
    empty = {"stream": gettext_lazy("All streams")}

    def offered(self, artifact: M) -> dict[str, Iterable[tuple[Any, Text]]]:
        """The streams that the discovery runs; a short form runs none."""
        streams = streams_of(artifact.discovery) or list(StreamKind)
        return {"stream": [(each.value, each.label) for each in streams]}

    def option(self, artifact: M) -> str:
        return artifact.title


class FindingKind(HandoverKind[Finding]):
    """A finding of the discovery, and the evidence for it."""

    model = Finding
    layout = Layout(
        Quote("title", 1),
        "stream",
        Quote("detail", 3),
        Lines("evidence", 3),
        Field("link", inputmode="url", autocomplete="off"),
    )
    display = Display(chips=("stream",), sentences=("detail",), at_length=("stream", "detail", "link"))
    help_texts = {
        "evidence": gettext_lazy("For example, a number, who said it, or what you looked at."),
        "link": gettext_lazy("A web address, or a page here starting with /d/."),
    }
    on_delete_trash = ("recommendation_links",)

    def check(self, draft: Finding, before: Finding | None) -> None:
        super().check(draft, before)
        if draft.link and not is_link(draft.link):
            raise Invalid(_("A link must start with http://, https://, or / for a page here."), "link")


class RecommendationKind(HandoverKind[Recommendation]):
    """A recommendation, the findings that it rests on, and the actions that carry it out."""

    model = Recommendation
    layout = Layout(Quote("title", 1), "stream", Quote("detail", 3), "findings", "actions")
    display = Display(chips=("stream",), sentences=("detail",), at_length=("stream", "detail"))
    labels = {"findings": gettext_lazy("Based on"), "actions": gettext_lazy("Actions")}
    help_texts = {
        "findings": gettext_lazy("The findings that support this."),
        "actions": gettext_lazy("Existing actions. You can add new ones on the page."),
    }
    links = {
        "findings": Link(RecommendationFinding, "recommendation", "finding"),
        "actions": Link(RecommendationAction, "recommendation", "action"),
    }

    def choices(self, artifact: Recommendation) -> dict[str, QuerySet[Any]]:
        """Findings and actions of the discovery."""
        return {
            "findings": Finding.objects.filter(discovery=artifact.discovery),
            "actions": ActionItem.objects.filter(discovery=artifact.discovery),
        }


FINDING = FindingKind()
RECOMMENDATION = RecommendationKind()
