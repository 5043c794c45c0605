"""Rules of documents for the handover."""

from exchange.format import json_values, rules


def register_own() -> None:
    """Register what this app says of its tables."""
    rules.document_rules.register(
        rules.DocumentRules(
            key="handover",
            unlinked=("handover.ReportExport.requested_by", "handover.SectionReview.account"),
            left_out={
                "discovery.HandoverLink": rules.SECRET,
                "handover.CheckInLink": rules.SECRET,
                "discovery.ReportExport": rules.FILE,
            },
            texts_left_out={
                "handover.CheckIn": rules.OF_HANDOVER,
                "handover.CheckInAnswer": rules.OF_HANDOVER,
                "handover.HandoverVersion": rules.OF_HANDOVER,
                "handover.ReportProfile": rules.OF_HANDOVER,
                "handover.SectionReview": rules.OF_HANDOVER,
            },
            fields_left_out={"discovery.HandoverVersion.reissued_at": rules.INSTALLED},
            history_left_out={"discovery.HandoverVersion": rules.UNCHANGED},
            frozen=("discovery.HandoverVersion",),
            claims=("discovery.HandoverVersion", "discovery.SectionReview", "handover.CheckInAnswer"),
            shapes={
                "discovery.HandoverVersion.approvals": json_values.is_list,
                "discovery.ReportProfile.sections": json_values.are_texts,
            },
        )
    )
