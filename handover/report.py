"""The handover's sections of the report: findings and recommendations, and approvals."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from discovery import appendix_headlines, headlines
from discovery.glossary import reports as glossary
from discovery.headlines import Ask
from discovery.models import Discovery
from discovery.registries import (
    ReportSection,
    board_slides,
    executive_parts,
    report_sections,
    summary_parts,
)
from handover.findings.selectors import handover_of
from handover.models import ReviewState
from handover.reports.document import in_order
from handover.reports.part_rendering import section_of
from handover.section_reviews.selectors import review_of
from workshops.models import ActionState
from workshops.reports.sections import actions_title, objections
from workshops.results.quick_captures import selectors as captures
from workshops.results.quick_captures.selectors import ActionRow

# So much of the line of time of actions is left empty at both ends.
_EDGE = 30
# The key of the summary's part with the request. Another app registers it.
_REQUEST = "asked_for"


def summary(discovery: Discovery) -> dict[str, Any]:
    """The request as the title, and each app's part of the summary, in a few lines."""
    parts = [(part.key, section_of(part, discovery)) for part in in_order(summary_parts)]
    contents = [(key, content) for key, content in parts if content is not None]
    headline = next((content.headline for key, content in contents if key == _REQUEST), "")
    return {"headline": headline, "parts": [content.body for _key, content in contents]}


def findings(discovery: Discovery) -> dict[str, Any] | None:
    """With their evidence, and what is recommended because of them."""
    handover = handover_of(discovery)
    if not handover.findings and not handover.recommendations:
        return None
    evidenced = sum(bool(line.finding.evidence) for line in handover.findings)
    count = len(handover.findings)
    return {
        "headline": appendix_headlines.findings(count=count, evidenced=evidenced) if count else "",
        "findings": handover.findings,
        "recommendations": handover.recommendations,
        "overdue": handover.overdue,
    }


def reviews_summary(discovery: Discovery) -> dict[str, Any] | None:
    """The reviews of the report by their answer, as pairs of the answer in words and the reviews; None while
    no one is asked."""
    review = review_of(discovery)
    titled = [(each, line.title) for line in review.lines for each in line.reviews]
    answers = [
        (words, [(each.reviewer, title) for each, title in titled if each.state == state])
        for state, words in (
            (ReviewState.OBJECTED, ReviewState.OBJECTED.label),
            (ReviewState.ASKED, gettext("No answer")),
            (ReviewState.APPROVED, ReviewState.APPROVED.label),
        )
    ]
    return {"answers": [each for each in answers if each[1]]} if titled else None


def approvals(discovery: Discovery) -> dict[str, Any] | None:
    """The answers of the reviewers of the report, in the round that the report belongs to."""
    review = review_of(discovery)
    if not review.reviews:
        return None
    headline = appendix_headlines.approvals(
        approved=review.approved, count=len(review.reviews), objections=len(review.objections)
    )
    return {"headline": headline, "review": review}


def to_decide(discovery: Discovery) -> dict[str, Any] | None:
    """The recommendations that need a decision, what people object to, the serious risks, the heaviest first,
    and the open questions; None without any of them."""
    handover, risks = handover_of(discovery), captures.outcomes_of(discovery).risks
    standing = objections(discovery)
    serious = [risk for risk in risks if captures.tone_of(risk.weight) == "bad"]
    risk_words = appendix_headlines.risks(serious=len(serious), count=len(risks)) if serious else ""
    ask = Ask(recommendations=len(handover.recommendations), questions=len(handover.questions))
    if handover.recommendations:
        unproven = sum(not line.is_proven for line in handover.recommendations)
        headline = headlines.recommendations(count=len(handover.recommendations), unproven=unproven)
    elif standing and standing["objections"]:
        headline = standing["headline"]
    elif serious:
        headline = risk_words
    elif handover.questions:
        headline = headlines.ask(ask)
    else:
        return None
    return {
        "headline": headline,
        "source": gettext("Source: findings, decisions and outcomes of the workshops"),
        "recommendations": handover.recommendations,
        "objections": standing["objections"] if standing else (),
        "risk_words": risk_words,
        "serious": sorted(serious, key=lambda risk: -risk.weight),
        "questions": handover.questions,
    }


@dataclass(frozen=True, slots=True)
class DueMark:
    """An open action, and where its due date is on the line of time, in thousandths; None without a date."""

    row: ActionRow
    at: int | None


def happens_next(discovery: Discovery) -> dict[str, Any] | None:
    """The actions that are still to do, by due date. Each due date is on one line of time; `today` is its
    place there."""
    to_do = [row for row in handover_of(discovery).actions if row.action.state == ActionState.OPEN]
    if not to_do:
        return None
    today = timezone.localdate()
    days = [today, *(row.action.due for row in to_do if row.action.due is not None)]
    first, length = min(days), max((max(days) - min(days)).days, 1)

    def at(day: date | None) -> int | None:
        return None if day is None else _EDGE + (1000 - 2 * _EDGE) * (day - first).days // length

    return {
        "headline": actions_title(to_do),
        "source": gettext("Source: actions agreed in the workshops"),
        "rows": [DueMark(row, at(row.action.due)) for row in to_do],
        "today": at(today),
    }


def register_own() -> None:
    """Register the sections of reports that belong to the handover."""
    executive_parts.register(
        ReportSection("next", _("Next steps"), 17, "handover/reports/executive/next.html", happens_next),
    )
    summary_parts.register(
        ReportSection(
            "approvals", _("Approvals"), 90, "handover/reports/reviews_summary.html", reviews_summary
        ),
    )
    board_slides.register(
        ReportSection(
            "decisions", _("Recommendations and objections"), 20, "handover/board/to_decide.html", to_decide
        ),
        ReportSection("outcomes", _("Next steps"), 110, "handover/board/next.html", happens_next),
    )
    report_sections.register(
        ReportSection("summary", _("Summary"), 10, "handover/reports/summary.html", summary),
        ReportSection(glossary.KEY, _("Glossary"), 900, "handover/reports/glossary.html", glossary.context),
        ReportSection(
            "findings",
            _("Findings and recommendations"),
            15,
            "handover/reports/findings.html",
            findings,
        ),
        ReportSection("approvals", _("Approvals"), 210, "handover/reports/approvals.html", approvals),
    )
