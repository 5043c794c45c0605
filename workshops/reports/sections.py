"""The sections that belong to no stream: decisions and what else was captured, what came out of each
workshop, who took part."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from discovery import appendix_headlines, headlines, plan_headlines, process_drawing
from discovery.data_mesh_basics import CHALLENGES, PRINCIPLES, SOCIOTECHNICAL
from discovery.models import Discovery, PhaseKind, StreamKind
from discovery.registries import (
    ReportSection,
    executive_parts,
    other_questions,
    report_sections,
    summary_parts,
)
from documents import drawing_tiles
from documents.paper import UPRIGHT
from organizations.models import Side
from workshops.contributions.consent.selectors import objections_in
from workshops.models import ActionState, WorkshopState
from workshops.results.quick_captures import selectors as captures
from workshops.results.quick_captures.selectors import ActionRow
from workshops.results.result_rendering import draw, that_left_something
from workshops.results.selectors import results_of
from workshops.selectors import reports

# So many decisions are in the report's summary.
_MOST_DECISIONS = 6


def decisions(discovery: Discovery) -> dict[str, Any]:
    """All decisions of the discovery."""
    rows = list(reports.decisions_of(discovery))
    latest = max((localtime(row.decided_at).date() for row in rows), default=None)
    headline = appendix_headlines.decisions(count=len(rows), latest=latest) if latest else ""
    return {"headline": headline, "decisions": rows}


def outcomes(discovery: Discovery) -> dict[str, Any] | None:
    """Actions, questions, risks and the parking lot; None without any."""
    outcomes = captures.outcomes_of(discovery)
    if not any((outcomes.actions, outcomes.questions, outcomes.risks, outcomes.parking_lot)):
        return None
    risks = [(risk, captures.tone_of(risk.weight)) for risk in outcomes.risks]
    to_do = [row for row in outcomes.actions if row.action.state == ActionState.OPEN]
    headline = actions_title(to_do) if to_do else ""
    return {
        "headline": headline,
        "outcomes": outcomes,
        "risks": risks,
        "picture": captures.risk_map(outcomes.risks),
    }


def decisions_summary(discovery: Discovery) -> dict[str, Any] | None:
    """The newest decisions, newest first, and the number of `more`; None without any."""
    rows = list(reports.decisions_of(discovery))[::-1]
    if not rows:
        return None
    return {"decisions": rows[:_MOST_DECISIONS], "more": max(len(rows) - _MOST_DECISIONS, 0)}


def outcomes_summary(discovery: Discovery) -> dict[str, Any] | None:
    """The number of actions and questions that are open, and the grave risks; None without any."""
    outcomes = captures.outcomes_of(discovery)
    open_actions = [row for row in outcomes.actions if row.action.state == ActionState.OPEN]
    risks = [risk for risk in outcomes.risks if captures.tone_of(risk.weight) == "bad"]
    others = [each.words(discovery) for each in sorted(other_questions, key=lambda each: each.order)]
    counts = {
        "actions": len(open_actions),
        "overdue": sum(row.is_overdue for row in open_actions),
        "questions": sum(not question.answer for question in outcomes.questions),
        "risks": len(risks),
    }
    if not any((*counts.values(), *others)):
        return None
    return {**counts, "risks": risks, "others": ", ".join(filter(None, others))}


def actions_title(to_do: Sequence[ActionRow]) -> str:
    """The title of open actions."""
    dates = [row.action.due for row in to_do if row.action.due is not None]
    late = [row.action for row in to_do if row.is_overdue]
    oldest = min(late, key=lambda action: action.due or date.max, default=None)
    return plan_headlines.next_steps(
        count=len(to_do),
        overdue=len(late),
        oldest=oldest.title if oldest else "",
        owner=oldest.responsible if oldest else "",
        unowned=sum(not row.action.responsible for row in to_do),
        due=min(dates, default=None),
    )


def objections(discovery: Discovery) -> dict[str, Any] | None:
    """Objections to decisions and proposals, and the serious risks, the heaviest first; None without any."""
    standing, risks = objections_in(discovery), captures.outcomes_of(discovery).risks
    serious = [each for each in risks if captures.tone_of(each.weight) == "bad"]
    if not standing and not serious:
        return None
    open_ = sum(not each.is_decided for each in standing)
    risky = appendix_headlines.risks(serious=len(serious), count=len(risks)) if serious else ""
    return {
        "headline": headlines.objections(open_=open_, count=len(standing)) if standing else risky,
        "objections": standing,
        "serious": sorted(serious, key=lambda risk: -risk.weight),
        "risk_words": risky,
    }


def workshops(discovery: Discovery) -> dict[str, Any] | None:
    """The workshops that were held, with the activities that something came out of."""
    rows = []
    for workshop in discovery.workshops.exclude(state=WorkshopState.PLANNED):
        results = results_of(workshop)
        activities = that_left_something(draw(each, on_paper=True) for each in results.activities)
        if activities:
            rows.append((results, activities))
    return {"workshops": rows} if rows else None


def people(discovery: Discovery) -> dict[str, Any]:
    """Participants of each workshop."""
    attendances = reports.attendances_of(discovery)
    both = sum({Side.BUSINESS, Side.IT} <= {side for side, _count in each.sides} for each in attendances)
    headline = appendix_headlines.people(workshops=len(attendances), both=both)
    return {"headline": headline, "attendances": attendances}


def mesh(discovery: Discovery) -> dict[str, Any]:
    """The method in words and pictures: principles, what makes it hard, the double diamond, the streams."""
    streams, phases = StreamKind.choices, PhaseKind.choices
    return {
        "sociotechnical": SOCIOTECHNICAL,
        "principles": PRINCIPLES,
        "challenges": CHALLENGES,
        "pictures": [
            drawing_tiles.draw_tiles(
                process_drawing.diamonds_source(),
                title=process_drawing.diamonds_title(),
                description=process_drawing.diamonds_description(),
                page=UPRIGHT,
            ),
            drawing_tiles.draw_tiles(
                process_drawing.streams_source(streams, phases),
                title=process_drawing.streams_title(),
                description=process_drawing.streams_description(streams),
                page=UPRIGHT,
            ),
        ],
    }


def register_own() -> None:
    """Register the sections of reports that belong to rooms and what they captured."""
    executive_parts.register(
        ReportSection(
            "objections", _("Objections and risks"), 15, "workshops/reports/objections.html", objections
        )
    )
    summary_parts.register(
        ReportSection(
            "decisions",
            _("Decisions"),
            75,
            "workshops/reports/decisions_summary.html",
            decisions_summary,
        ),
        ReportSection(
            "outcomes", _("To do"), 80, "workshops/reports/outcomes_summary.html", outcomes_summary
        ),
    )
    report_sections.register(
        ReportSection(
            "mesh",
            _("Data Mesh and our approach"),
            12,
            "workshops/reports/mesh.html",
            mesh,
            by_choice=True,
        ),
        ReportSection("decisions", _("Decisions"), 170, "workshops/reports/decisions.html", decisions),
        ReportSection(
            "outcomes", _("Actions, questions and risks"), 172, "workshops/reports/outcomes.html", outcomes
        ),
        ReportSection(
            "workshops",
            _("Workshop results"),
            180,
            "workshops/reports/workshops.html",
            workshops,
        ),
        ReportSection("people", _("Participants"), 200, "workshops/reports/people.html", people),
    )
