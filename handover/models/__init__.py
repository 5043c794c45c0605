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
