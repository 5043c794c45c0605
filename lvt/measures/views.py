"""Measures of success: added in the tree, and a page for each with the values measured over time."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.kinds import ArtifactKind
from core.models import Operation
from discovery.models import Discovery
from discovery.permissions import may_edit
from lvt.measure_predictions.selectors import predictions_of
from lvt.measures.chart import measure_chart
from lvt.measures.kinds import MEASURE, VALUE
from lvt.measures.selectors import parent_of, standing_of
from lvt.models import Measure, MeasuredValue
from lvt.tree import selectors
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE
from lvt.tree.views import tree_part, viewer
from organizations.web import PagePart, Request, find, page, redirect_with_toast
from organizations.web.kind_pages import InPlace
from workshops.contributions.notes.selectors import notes_behind


@viewer
@require_safe
def measure(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The page of a measure of success: its values over time."""
    return _measure(request, discovery, uuid)


def _measure(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    measure = find(selectors.measures_of(discovery), uuid=uuid)
    standing = standing_of(measure)
    context = {
        "discovery": discovery,
        "measure": measure,
        "standing": standing,
        "chart": measure_chart(standing),
        "narrow": measure_chart(standing, is_narrow=True),
        "parent": parent_of(measure),
        "predictions": predictions_of(discovery, measure=measure),
        "notes": notes_behind(measure),
        "editing": may_edit(request.actor, discovery),
    }
    return page(request, "lvt/tree/measure.html", context, part="measure")


def _part(request: Request, discovery: Discovery, uuid: UUID) -> PagePart:
    url = reverse("lvt:measure", args=[discovery.slug, uuid])
    return PagePart("measure", url, lambda: _measure(request, discovery, uuid))


_MEASURED: dict[str, ArtifactKind[Any]] = {"goal": GOAL, "hypothesis": HYPOTHESIS, "initiative": INITIATIVE}


class MeasurePages(InPlace[Measure]):
    """A measure is added in the tree and changed on its own page; its parent's kind is in the address."""

    kind = MEASURE
    add_title = gettext_lazy("Add a measure of success")
    saved = gettext_lazy("Measure of success saved")

    def draft(self, request: Request, discovery: Discovery, *names: Any) -> Measure:
        of, uuid = names
        return MEASURE.new(find(_MEASURED[of].below(discovery), uuid=uuid))

    def part(self, request: Request, discovery: Discovery, artifact: Measure) -> PagePart:
        return _part(request, discovery, artifact.uuid) if artifact.pk else tree_part(request, discovery)

    def add_slot(self, draft: Measure) -> str:
        return f"add-measure-{parent_of(draft).uuid}"

    def slot(self, artifact: Measure) -> str:
        return f"measure-{artifact.uuid}"

    def show_deleted(
        self, request: Request, discovery: Discovery, artifact: Measure, message: str, deleted: Operation
    ) -> HttpResponse:
        return redirect_with_toast(
            request, reverse("lvt:tree", args=[discovery.slug]), message, undoes=deleted
        )


class ValuePages(InPlace[MeasuredValue]):
    """Forms of a measured value, on the page of its measure."""

    kind = VALUE
    add_title = gettext_lazy("Record a value")
    added = gettext_lazy("Value recorded")
    saved = gettext_lazy("Value saved")

    def draft(self, request: Request, discovery: Discovery, *names: Any) -> MeasuredValue:
        (uuid,) = names
        measure = find(MEASURE.below(discovery), uuid=uuid)
        return MeasuredValue(measure=measure, measured_on=timezone.localdate())

    def part(self, request: Request, discovery: Discovery, artifact: MeasuredValue) -> PagePart:
        return _part(request, discovery, artifact.measure.uuid)

    def add_slot(self, draft: MeasuredValue) -> str:
        return "add-value"

    def slot(self, artifact: MeasuredValue) -> str:
        return "add-value"


MEASURE_PAGES, VALUE_PAGES = MeasurePages(), ValuePages()
