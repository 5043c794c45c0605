"""What a half of the world hands over."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from handover.models import (
    CheckIn,
    CheckInAnswer,
    CheckInLink,
    Finding,
    HandoverLink,
    HandoverVersion,
    Recommendation,
    RecommendationAction,
    RecommendationFinding,
    ReportExport,
    SectionReview,
)
from handover.report_jobs.models import ExportState
from handover.report_jobs.selectors import place_of
from handover.web.html_reports import styles_ticket
from tests.factories import make


def handover_of(half: SimpleNamespace) -> None:
    """A finding, a recommendation, a review, and a frozen version with its PDF and a link to it."""
    mark, discovery = half.mark, half.discovery
    half.finding = make(
        Finding,
        discovery=discovery,
        title=f"{mark} finding",
        detail=f"{mark} finding's detail",
        evidence=f"{mark} evidence",
        link="https://example.org/evidence",
    )
    half.recommendation = make(
        Recommendation, discovery=discovery, title=f"{mark} recommendation", detail=f"{mark} advice"
    )
    make(RecommendationFinding, recommendation=half.recommendation, finding=half.finding)
    make(RecommendationAction, recommendation=half.recommendation, action=half.action)
    half.version = make(
        HandoverVersion,
        discovery=discovery,
        number=1,
        note=f"{mark} note of the version",
        frozen_at=timezone.now(),
        frozen_by=f"{mark} freezer",
        approvals=[
            {
                "section": "report",
                "title": f"{mark} section",
                "reviewer": f"{mark} approver",
                "state": "approved",
                "comment": f"{mark} approval",
                "at": timezone.now().isoformat(),
            }
        ],
        document="{}",
        page=f"<!doctype html><html lang='en'><head><title>{mark} page</title><style>p{{}}</style></head>"
        f"<body><main><h1>{mark} page</h1></main></body></html>",
    )
    pdf = ReportExport.objects.create(
        discovery=discovery,
        version=half.version,
        source=f"<p>{mark} paper</p>",
        requested_by_label=f"{mark} freezer",
        state=ExportState.DONE,
        finished_at=timezone.now(),
    )
    place_of(pdf).parent.mkdir(parents=True, exist_ok=True)
    place_of(pdf).write_bytes(b"%PDF-1.7")
    half.review = make(
        SectionReview, discovery=discovery, round=2, section="report", reviewer=f"{mark} reviewer"
    )
    half.styles_ticket = styles_ticket(half.version.uuid)
    half.handover_key = f"handover-of-{mark}"
    half.handover_link = make(
        HandoverLink,
        version=half.version,
        key=half.handover_key,
        label=f"{mark} observer",
        expires_at=timezone.now() + timedelta(days=1),
    )
    _check_ins_of(half)


def _check_ins_of(half: SimpleNamespace) -> None:
    """One check-in that takes answers, one that is to come, and the link of an owner."""
    today = timezone.localdate()
    half.check_in = make(CheckIn, discovery=half.discovery, held_on=today)
    half.check_in_ahead = make(CheckIn, discovery=half.discovery, held_on=today + timedelta(days=30))
    half.check_in_key = f"check-in-of-{half.mark}"
    half.check_in_link = make(CheckInLink, discovery=half.discovery, owner=half.person, key=half.check_in_key)
    make(
        CheckInAnswer,
        check_in=half.check_in,
        owner=half.person,
        kind="action",
        about=half.action.uuid,
        name=f"{half.mark} action",
        said="Done",
        note=f"{half.mark} learned",
    )
