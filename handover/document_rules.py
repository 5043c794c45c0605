"""Rules of documents for the handover."""

from exchange.format import json_field_checks, table_rules


def register_own() -> None:
    """Register what this app says of its tables."""
    table_rules.document_rules.register(
        table_rules.DocumentRules(
            key="handover",
            unlinked=("handover.ReportExport.requested_by", "handover.SectionReview.account"),
            left_out={
                "discovery.HandoverLink": table_rules.SECRET,
                "handover.CheckInLink": table_rules.SECRET,
                "discovery.ReportExport": table_rules.FILE,
            },
            texts_left_out={
                "handover.CheckIn": table_rules.OF_HANDOVER,
                "handover.CheckInAnswer": table_rules.OF_HANDOVER,
                "handover.HandoverVersion": table_rules.OF_HANDOVER,
                "handover.ReportProfile": table_rules.OF_HANDOVER,
                "handover.SectionReview": table_rules.OF_HANDOVER,
            },
            fields_left_out={"discovery.HandoverVersion.reissued_at": table_rules.INSTALLED},
            history_left_out={"discovery.HandoverVersion": table_rules.UNCHANGED},
            frozen=("discovery.HandoverVersion",),
            claims=("discovery.HandoverVersion", "discovery.SectionReview", "handover.CheckInAnswer"),
            shapes={
                "discovery.HandoverVersion.approvals": json_field_checks.is_list,
                "discovery.ReportProfile.sections": json_field_checks.are_texts,
            },
        )
    )
