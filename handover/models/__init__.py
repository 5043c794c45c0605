from handover.models.check_ins import CheckIn, CheckInAnswer, CheckInLink
from handover.models.export import ReportExport
from handover.models.handover import (
    Finding,
    HandoverLink,
    HandoverVersion,
    Recommendation,
    RecommendationAction,
    RecommendationFinding,
    ReportProfile,
    SectionReview,
)

__all__ = [
    "CheckIn",
    "CheckInAnswer",
    "CheckInLink",
    "Finding",
    "HandoverLink",
    "HandoverVersion",
    "Recommendation",
    "RecommendationAction",
    "RecommendationFinding",
    "ReportExport",
    "ReportProfile",
    "SectionReview",
]
