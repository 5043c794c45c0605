"""The models of the app, where Django looks for them, and their choices."""

from handover.check_ins.models import CheckIn, CheckInAnswer, CheckInLink
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
from handover.report_jobs.models import ExportState, ReportExport
