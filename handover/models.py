"""The models of the app, where Django looks for them, and their choices."""

from handover.findings.models import (
    Finding,
    HandoverLink,
    HandoverVersion,
    Recommendation,
    RecommendationAction,
    RecommendationFinding,
    ReportAudience,
    ReportProfile,
    ReviewState,
    SectionReview,
)
from handover.owner_follow_ups.models import CheckIn, CheckInAnswer, CheckInLink
from handover.report_jobs.models import ExportState, ReportExport
