"""Findings, recommendations and check-ins on sheets and slides."""

from django.utils.translation import gettext as _, gettext_lazy

from discovery import appendix_headlines, headlines
from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.headlines import Ask
from discovery.kinds.artifact_content import listed
from discovery.kinds.displays import brief_table
from discovery.models import Discovery
from discovery.reports.kind_sheets import kind_sheet
from documents.table_and_slide_parts import Slide, Table
from handover.findings.kinds import FINDING, RECOMMENDATION
from handover.findings.selectors import handover_of
from handover.owner_follow_ups.kinds import CHECK_IN
from handover.owner_follow_ups.selectors import turns_of
from handover.section_reviews.selectors import review_of
from handover.versions.selectors import versions_of


def recommendations_sheet(discovery: Discovery) -> Table | None:
    """The sheet of recommendations; None without any."""
    return listed(RECOMMENDATION, ((line.recommendation,) for line in handover_of(discovery).recommendations))


def finding_slides(discovery: Discovery) -> list[Slide]:
    """Slides of findings, and of the recommendations that rest on them."""
    handover = handover_of(discovery)
    slides = []
    if handover.findings:
        rows = [(line.finding, line.finding.title, line.finding.evidence) for line in handover.findings]
        table = brief_table(FINDING, (_("Finding"), _("Evidence")), rows, ("title", "evidence"))
        evidenced = sum(bool(line.finding.evidence) for line in handover.findings)
        title = appendix_headlines.findings(count=len(rows), evidenced=evidenced)
        slides.append(Slide(title, table=table))
    if handover.recommendations:
        table = brief_table(
            RECOMMENDATION,
            (_("Recommendation"), _("Based on"), _("Next action")),
            [
                (
                    line.recommendation,
                    line.recommendation.title,
                    line.basis,
                    line.next_action.title if line.next_action else "",
                )
                for line in handover.recommendations
            ],
            ("title",),
        )
        title = headlines.ask(Ask(recommendations=len(handover.recommendations)))
        slides.append(Slide(title, table=table, repeats="decisions"))
    return slides


def check_ins_sheet(discovery: Discovery) -> Table | None:
    """The sheet of check-ins and what was said on each; None without any. Days are moved on their page: one
    that has come stays, so the sheet is not read back."""
    rows = [
        (turn.check_in.held_on, str(answer.owner or ""), answer.name, answer.said, answer.note)
        if answer
        else (turn.check_in.held_on, "", "", "", "")
        for turn in turns_of(discovery)
        for answer in (turn.answers or (None,))
    ]
    heads = (_("Follow-up"), _("Owner"), _("Subject"), _("Response"), _("Lessons learned"))
    return Table(heads, rows) if rows else None


def versions_sheet(discovery: Discovery) -> Table | None:
    """The sheet of frozen versions, the newest first; None without any."""
    rows = [(each.number, each.frozen_at, each.frozen_by, each.note) for each in versions_of(discovery)]
    return Table((_("Version"), _("Frozen at"), _("Frozen by"), _("Changes")), rows) if rows else None


def reviews_sheet(discovery: Discovery) -> Table | None:
    """The sheet of who was asked to look through what before the next version, and what they said; None
    without any."""
    rows = [
        (str(line.title), each.reviewer, each.get_state_display(), each.comment, each.answered_at)
        for line in review_of(discovery).lines
        for each in line.reviews
    ]
    heads = (_("Section"), _("Reviewer"), _("Answer"), _("Comment"), _("Answered at"))
    return Table(heads, rows) if rows else None


def register_own() -> None:
    """Register the sheets and slides of findings and recommendations, and what the archive holds of them."""
    report_sheets.register(kind_sheet(FINDING, gettext_lazy("Findings"), 78))
    report_sheets.register(
        Sheet(
            "recommendations",
            gettext_lazy("Recommendations"),
            79,
            recommendations_sheet,
            shows=(RECOMMENDATION.key,),
        )
    )
    report_sheets.register(
        Sheet("check_ins", gettext_lazy("Follow-ups"), 81, check_ins_sheet, shows=(CHECK_IN.key,))
    )
    report_sheets.register(
        Sheet("reviews", gettext_lazy("Review"), 182, reviews_sheet),
        Sheet("versions", gettext_lazy("Frozen versions"), 184, versions_sheet),
    )
    report_slides.register(
        SlideSet("findings", gettext_lazy("Findings"), 15, finding_slides, is_executive=True)
    )
