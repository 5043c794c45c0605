"""A map under review: everyone sees the landscape and marks what is missing, doubled or wrong on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from core.labels import Text
from discovery.models import Discovery
from organizations.actors import Actor
from products.landscape import stage_drawing
from products.landscape.drawing import HEADINGS, heading_parts, parts
from products.landscape.map_review import selectors
from products.landscape.map_review.selectors import MARK, SETTLE
from products.landscape.map_review.services import MAP, MARKS
from products.landscape.rules import Graph, lanes
from products.landscape.selectors import current_graph
from products.models import MapMark, MarkKind
from products.selectors.room_products import MAP_REVIEW, no_product, products_at, way_to_products
from workshops.activities import contribution_counts
from workshops.activities.discovery_spotlights import BELOW_HEADLINE
from workshops.activities.live_drawings import LiveDrawing, live_drawing
from workshops.activity_kind import ActivityKind, NamesSeenBy, Phase, ResultLine, Way
from workshops.activity_progress import Progress
from workshops.agenda.needed_people.rules import BOTH_SIDES
from workshops.agenda.time_estimates.rules import AnswerLoad
from workshops.contributions.selectors import count_by_author, own_of, times_of
from workshops.models import Activity
from workshops.room.drawing_camera.rules import CameraPicture, StopGroup

# So many marks are listed; of the others there is a number.
_SHOWN = {"stage": 24, "room": 15, "console": 500}
# So few have room on the stage, in the order of their numbers; of more, the latest are seen.
_ALL_SEEN = 8
# Height over width of the map above them, and of that on the stage, which has its key there, in all phases.
_ABOVE_MARKS, _ON_STAGE = 0.245, 0.26

# How long someone of medium speed takes for a mark, in seconds, and how many marks they make.
MARK_SECONDS = 45
MARKS_EACH = 2


class MapReview(ActivityKind):
    """The map and the list of marks are one keyed item each: a mark does not send the map again."""

    key = MAP_REVIEW
    label = _("Review the landscape")
    description = _("Everyone sees the landscape and marks what’s missing, duplicated or wrong.")
    icon = "map"
    needs = BOTH_SIDES
    group = "products"
    default_minutes = 20
    template_dir = "products/activities/map_review"
    names_seen = NamesSeenBy.EVERYBODY
    reads = (selectors.MARKS.reads,)
    shows_everything = True
    has_mine = True
    has_done_button = True
    may_be_anonymous = True
    phases = (
        Phase(MARK, _("Mark"), _("Reopen marking"), after=(SETTLE,)),
        Phase(SETTLE, _("Talk it through"), _("Close marking"), after=(MARK,), is_open=False),
    )

    def unready(self, activity: Activity) -> Text:
        return no_product(activity)

    def way_to_ready(self, activity: Activity) -> Way:
        return way_to_products(activity)

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        return (AnswerLoad(MARKS_EACH, MARK_SECONDS),)

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]]:
        return times_of(MapMark, activities)

    def stage_title(self, activity: Activity) -> Text:
        if activity.phase == SETTLE:
            return _("What should change on the landscape?")
        return _("What’s missing, duplicated or wrong?")

    def screen(self, activity: Activity, audience: str) -> dict[str, Any]:
        return {"step": activity.phase or MARK}

    def pictured(self, activity: Activity) -> tuple[str, CameraPicture | None]:
        return "", _reviewed(activity)

    def mine(self, activity: Activity, actor: Actor) -> dict[str, Any]:
        return {
            "step": activity.phase or MARK,
            "kinds": list(MarkKind),
            "products": list(products_at(activity)),
            "own": own_of(selectors.marks_of(activity), actor),
        }

    def results(self, activity: Activity) -> dict[str, Any] | None:
        marks = selectors.MARKS.of(activity)
        if not marks:
            return None
        return {
            "marks": marks,
            "counts": selectors.counts_by_kind(marks),
            "are_mixed": _are_mixed(marks),
        }

    def progress(self, activity: Activity, expected: frozenset[str]) -> Progress:
        """The people who marked something; in an anonymous activity, their number."""
        counts = count_by_author(selectors.marks_of(activity))
        return self.progress_by(activity, expected, counts, contribution_counts.marks)

    def result_lines(self, results: Mapping[str, Any]) -> Iterable[ResultLine]:
        for mark in results["marks"]:
            about = mark.product.name if mark.product else ""
            by = mark.participant.as_author() if mark.participant else ""
            more = gettext("Settled") if mark.is_settled else ""
            yield ResultLine(mark.text, about, mark.get_kind_display(), by=by, more=more)

    def items(self, activity: Activity, audience: str) -> list[tuple[str, SafeString]]:
        return [(MAP, _map(activity, audience)), (MARKS, _marks(activity, audience))]

    def item(self, activity: Activity, audience: str, key: str) -> SafeString | None:
        # Not both for one: the map takes longest.
        draw = {MAP: _map, MARKS: _marks}.get(key)
        return None if draw is None else draw(activity, audience)


def _map(activity: Activity, audience: str) -> SafeString:
    discovery = activity.track.workshop.discovery
    if audience == "stage":
        return _part_html("map", activity, audience, map=_reviewed(activity), discovery=discovery)
    picture = live_map(discovery, "review", shape=_ABOVE_MARKS)
    return _part_html("map", activity, audience, map=picture, discovery=discovery)


def _reviewed(activity: Activity) -> LiveDrawing:
    """The map of the stage: the only numbers on it are those of marks (js/map-numbers.js)."""
    return live_map(activity.track.workshop.discovery, "review-stage", shape=_ON_STAGE, is_bare=True)


def _marks(activity: Activity, audience: str) -> SafeString:
    marks = list(selectors.marks_of(activity))
    limit = _SHOWN[audience]
    rows = selectors.with_numbers(marks)[:limit]
    if audience == "stage" and len(rows) <= _ALL_SEEN:
        rows.sort(key=lambda each: each[0])
    return _part_html(
        "marks",
        activity,
        audience,
        counts=selectors.mark_counts(activity),
        marks=rows,
        others=max(0, len(marks) - limit),
        are_mixed=_are_mixed(marks),
        # They are all about the same there.
        are_on_whole_map=audience == "stage" and not any(each.product_id for each in marks),
    )


def _are_mixed(marks: Iterable[MapMark]) -> bool:
    """True if there are marks of more than one kind. Of one kind alone, the counts above tell which."""
    return len({mark.kind for mark in marks}) > 1


def _part_html(name: str, activity: Activity, audience: str, **context: Any) -> SafeString:
    context |= {
        "activity": activity,
        "workshop": activity.track.workshop,
        "audience": audience,
        "editing": audience == "console",
    }
    return SafeString(render_to_string(f"{MapReview.template_dir}/{name}.html", context).strip())


def live_map(
    discovery: Discovery, key: str = "map", *, shape: float = BELOW_HEADLINE, is_bare: bool = False
) -> LiveDrawing:
    """The landscape of the discovery as it is now, without retired products, for a screen that must not
    wait. `key` names the drawing of this `shape`, its height over its width, which may be bare as for
    stage_drawing.source."""
    graph = current_graph(discovery)
    count = len(graph.products)
    if not graph.nodes:
        return LiveDrawing(SafeString(""))
    return live_drawing(
        discovery,
        key,
        stage_drawing.source(graph, shape=shape, is_bare=is_bare),
        _lanes(graph),
        title=gettext("Landscape of %(discovery)s") % {"discovery": discovery.name},
        description=ngettext("%(count)d data product", "%(count)d data products", count) % {"count": count},
        parts=parts(graph),
    )


def _lanes(graph: Graph) -> Iterator[StopGroup]:
    """The lanes with their headings, for the camera of the stage."""
    headings = heading_parts(graph)
    for kind, nodes in lanes(graph):
        heads = (name for name, part in headings.items() if part.data["heading"] == kind)
        yield StopGroup(kind.value, str(HEADINGS[kind]), (*heads, *(node.id for node in nodes)))
