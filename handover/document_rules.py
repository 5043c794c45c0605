"""Rules of documents for the handover."""

from exchange.format import json_values
from exchange.format.rules import (
    FILE,
    INSTALLED,
    OF_HANDOVER,
    SECRET,
    UNCHANGED,
    DocumentRules,
    document_rules,
)


def register_own() -> None:
    """Register what this app says of its tables."""
    document_rules.register(
        DocumentRules(
            key="handover",
            unlinked=("handover.ReportExport.requested_by", "handover.SectionReview.account"),
            left_out={
                "discovery.HandoverLink": SECRET,
                "handover.CheckInLink": SECRET,
                "discovery.ReportExport": FILE,
            },
            texts_left_out={
                "handover.CheckIn": OF_HANDOVER,
                "handover.CheckInAnswer": OF_HANDOVER,
                "handover.HandoverVersion": OF_HANDOVER,
                "handover.ReportProfile": OF_HANDOVER,
                "handover.SectionReview": OF_HANDOVER,
            },
            fields_left_out={"discovery.HandoverVersion.reissued_at": INSTALLED},
            history_left_out={"discovery.HandoverVersion": UNCHANGED},
            frozen=("discovery.HandoverVersion",),
            claims=("discovery.HandoverVersion", "discovery.SectionReview", "handover.CheckInAnswer"),
            shapes={
                "discovery.HandoverVersion.approvals": json_values.is_list,
                "discovery.ReportProfile.sections": json_values.are_texts,
            },
        )
    )
