"""The models of the app, where Django looks for them."""

from handover.check_ins.models import CheckIn, CheckInAnswer, CheckInLink
from handover.findings.models import (
    Finding,
    HandoverLink,
    HandoverVersion,
    Recommendation,
    RecommendationAction,
    RecommendationFinding,
    ReportProfile,
    SectionReview,
)
from handover.report_jobs.models import ReportExport
