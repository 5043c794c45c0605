"""Findings and recommendations on sheets and slides."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.document_parts import Sheet, SlideSet, report_sheets, report_slides
from discovery.kinds.reading import listed
from discovery.models import Discovery
from discovery.reports.kind_sheets import kind_sheet
from documents.tables import Slide, Table
from handover.kinds.handover import FINDING, RECOMMENDATION
from handover.selectors.handover import handover_of
from workshops.models.outcomes import ActionState


def recommendations_sheet(discovery: Discovery) -> Table | None:
    """The sheet of recommendations, with the findings behind each and the actions that follow; None without
    any."""
    rows = (
        (
            line.recommendation,
            "; ".join(finding.title for finding in line.findings),
            "; ".join(action.title for action in line.actions),
        )
        for line in handover_of(discovery).recommendations
    )
    return listed(RECOMMENDATION, rows, _("Because"), _("Actions"))


def finding_slides(discovery: Discovery) -> list[Slide]:
    """What was found, and what is recommended because of it."""
    handover = handover_of(discovery)
    slides = []
    if handover.findings:
        lines = [line.finding.title for line in handover.findings]
        slides.append(Slide(_("What we found"), lines))
    if handover.recommendations:
        table = Table(
            (_("What we recommend"), _("Because"), _("What comes first")),
            [
                (
                    line.recommendation.title,
                    "; ".join(finding.title for finding in line.findings),
                    next((each.title for each in line.actions if each.state == ActionState.OPEN), ""),
                )
                for line in handover.recommendations
            ],
        )
        slides.append(Slide(_("What we ask to decide"), table=table))
    return slides


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
    report_slides.register(
        SlideSet("findings", gettext_lazy("Findings"), 15, finding_slides, is_executive=True)
    )
