"""The sections that say why, how far the domain is, and what was learned."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _, ngettext

from discovery import plan_headlines, process_drawing
from discovery.data_mesh_basics import PRINCIPLES, SOCIOTECHNICAL, Point
from discovery.discoveries.selectors import is_handed_over, overview, standing_of
from discovery.models import Discovery
from discovery.registries import (
    OtherQuestions,
    ReportSection,
    board_slides,
    checkpoints,
    executive_parts,
    other_questions,
    report_sections,
    summary_parts,
)
from documents import drawing_tiles
from documents.paper import UPRIGHT
from process.delta.selectors import delta_of
from process.early_domains.selectors import onboarding_of
from process.learnings.selectors import learnings_of
from process.strategy.selectors import choices_of, strategy_of
from process.suitability.selectors import check_of

# In the summary, the widest gaps only.
MOST_GAPS = 3
# The checkpoints that show how far a discovery is with each principle, in the order of the principles.
_BY_PRINCIPLE = (("teams", "ownership"), ("promises",), ("platform_gaps",), ("governance", "fitness"))


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle of Data Mesh, with `here`: how far this discovery is with it, in words."""

    point: Point
    here: tuple[str, ...]


def why(discovery: Discovery) -> dict[str, Any] | None:
    """The data strategies of organization and domain, the suitability check, and which domains come first."""
    organization = discovery.domain.organization
    strategy, check = strategy_of(organization), check_of(discovery)
    onboarding, choices = onboarding_of(organization, None), choices_of(discovery)
    if not strategy.answer_count and check.is_empty and not onboarding.lines and not choices:
        return None
    return {
        "headline": plan_headlines.fit(check.judgment.verdict) if check.is_decided else "",
        "strategy": strategy,
        "choices": choices,
        "check": None if check.is_empty else check,
        "candidates": onboarding.lines,
        **(_explained(discovery) if check.is_decided else {}),
    }


def _explained(discovery: Discovery) -> dict[str, Any]:
    """The basis of the decision for or against Data Mesh: its principles with what this discovery has done
    about each, and the way of a discovery with its place on it."""
    way = process_drawing.diamonds_title()
    is_over = is_handed_over(discovery)
    drawing = drawing_tiles.draw_tiles(
        process_drawing.diamonds_source(here="second" if is_over else "first"),
        title=way,
        description=process_drawing.diamonds_description(),
        page=UPRIGHT,
        largest=0,  # as small as can be read
    )
    principles = [
        Principle(point, _standings(discovery, keys))
        for point, keys in zip(PRINCIPLES, _BY_PRINCIPLE, strict=True)
    ]
    place = "" if is_over else _place(discovery)
    words = {"principles": principles, "sociotechnical": SOCIOTECHNICAL}
    return {**words, "way": way, "place": place, "drawn": drawing}


def _standings(discovery: Discovery, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The results at these checkpoints of the discovery, with their names, where there are any."""
    statuses = ((checkpoints.get(key), standing_of(discovery, key)) for key in keys if key in checkpoints)
    return tuple(
        f"{each.label} ({str(status.summary).removesuffix('.')})"
        for each, status in statuses
        if status.summary
    )


def _place(discovery: Discovery) -> str:
    """A sentence with the number of complete steps of the discovery in the first diamond, "" without any."""
    steps = [step for phase in overview(discovery).phases for step in phase.all]
    if not steps:
        return ""
    complete = sum(step.standing.is_complete for step in steps)
    words = ngettext(
        "%(name)s is in the first diamond: %(done)s of %(count)s steps of the discovery is complete. "
        "The second one begins with the handover.",
        "%(name)s is in the first diamond: %(done)s of %(count)s steps of the discovery are complete. "
        "The second one begins with the handover.",
        complete,
    )
    return words % {"name": discovery, "done": complete, "count": len(steps)}


def why_summary(discovery: Discovery) -> dict[str, Any] | None:
    """The result of the suitability check; None before it is decided."""
    check = check_of(discovery)
    if not check.is_decided:
        return None
    return {"headline": plan_headlines.fit(check.judgment.verdict), "check": check}


def delta(discovery: Discovery) -> dict[str, Any] | None:
    """The latest visit, and the progress over all of them."""
    delta = delta_of(discovery)
    return {"headline": delta.headline, "delta": delta} if delta.scored else None


def delta_summary(discovery: Discovery) -> dict[str, Any] | None:
    """The dimensions of the delta that are furthest from what is wanted; None before one is scored."""
    delta = delta_of(discovery)
    if not delta.scored:
        return None
    widest = delta.widest[:MOST_GAPS]
    last = widest[-1].gap if widest else 0
    headline, count, part = delta.headline, len(delta.widest), delta.without_action
    if 2 * part > count:
        headline = plan_headlines.gaps_without_action(part=part, count=count)
    return {
        "headline": headline,
        "source": gettext("Source: Data Mesh delta, visit “%(name)s”") % {"name": delta.visit},
        "delta": delta,
        "widest": widest,
        "last_gap": last,
        "equal": sum(line.gap == last for line in delta.widest[MOST_GAPS:]),
    }


def all_gaps(discovery: Discovery) -> dict[str, Any] | None:
    """The gaps, the widest first: slides and the two pages for executives cut what has no room."""
    summary = delta_summary(discovery)
    return summary and {**summary, "widest": summary["delta"].widest}


def learnings(discovery: Discovery) -> dict[str, Any] | None:
    """The learnings of the discovery; None without any."""
    rows = list(learnings_of(discovery))
    return {"learnings": rows} if rows else None


def _open_questions(discovery: Discovery) -> str:
    strategy = strategy_of(discovery.domain.organization)
    count = strategy.total - strategy.answer_count
    words = ngettext(
        "%(count)s question of the data strategy", "%(count)s questions of the data strategy", count
    )
    return words % {"count": count} if count else ""


def register_own() -> None:
    """Register the sections of reports that belong to this app."""
    other_questions.register(OtherQuestions("strategy", 20, _open_questions))
    folder = "process/reports"
    summary_parts.register(
        ReportSection("why", _("Is Data Mesh right for us?"), 60, f"{folder}/why_summary.html", why_summary),
        ReportSection("delta", _("Data Mesh delta"), 70, f"{folder}/delta_summary.html", delta_summary),
    )
    executive_parts.register(
        ReportSection(
            "why",
            _("Is Data Mesh right for us?"),
            20,
            "process/reports/executive_why.html",
            why_summary,
        ),
        ReportSection(
            "delta",
            _("Progress with Data Mesh"),
            50,
            "process/reports/executive_delta.html",
            all_gaps,
        ),
    )
    board_slides.register(
        ReportSection("delta", _("Data Mesh delta"), 90, "process/board/delta.html", all_gaps)
    )
    report_sections.register(
        ReportSection("why", _("Why Data Mesh"), 12, f"{folder}/why.html", why),
        ReportSection("delta", _("Data Mesh delta"), 160, f"{folder}/delta.html", delta),
        ReportSection("learnings", _("Learnings"), 176, f"{folder}/learnings.html", learnings),
    )
