"""The addresses of the handover."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    entry("handover:handover", "discovery:viewer", GET),
    entry("handover:finding_add", "discovery:editor", BOTH),
    entry("handover:finding_order", "discovery:editor", POST),
    entry("handover:finding_edit", "discovery:editor", BOTH, uuid="finding"),
    entry("handover:finding_delete", "discovery:editor", POST, uuid="finding"),
    entry("handover:recommendation_add", "discovery:editor", BOTH),
    entry("handover:recommendation_order", "discovery:editor", POST),
    entry("handover:recommendation_edit", "discovery:editor", BOTH, uuid="recommendation"),
    entry("handover:recommendation_act", "discovery:editor", BOTH, uuid="recommendation"),
    entry("handover:recommendation_delete", "discovery:editor", POST, uuid="recommendation"),
    entry("handover:handover_readiness", "discovery:viewer", GET),
    entry("handover:handover_review", "discovery:viewer", GET),
    entry("handover:review_ask", "discovery:facilitator", BOTH),
    # Nobody here was asked by account: facilitators write down what somebody else said.
    entry("handover:review_answer", "discovery:viewer", BOTH, answers="discovery:noted", uuid="review"),
    entry("handover:review_withdraw", "discovery:facilitator", POST, uuid="review"),
    Entry("handover:review_read", "discovery:viewer", GET, text={"section": "findings"}),
    Entry("handover:review_styles", "discovery:viewer", GET, text={"section": "findings"}),
    entry("handover:handover_versions", "discovery:viewer", GET),
    entry("handover:version_freeze", "discovery:facilitator", BOTH),
    entry("handover:handover_version", "discovery:viewer", GET, uuid="version"),
    entry("handover:version_page", "discovery:viewer", GET, uuid="version"),
    entry("handover:version_styles", "public", GET, ticket="styles_ticket"),
    entry("handover:version_file", "discovery:viewer", GET, uuid="version"),
    entry("handover:version_document", "discovery:editor", GET, uuid="version"),
    # That of the sweeps has all its sections.
    entry("handover:version_make_again", "discovery:facilitator", POST, uuid="version"),
    entry("handover:version_pdf", "discovery:viewer", GET, uuid="version"),
    entry("handover:version_pdf_request", "discovery:editor", POST, uuid="version"),
    entry("handover:version_pdf_file", "discovery:viewer", GET, uuid="version"),
    entry("handover:handover_link_add", "discovery:facilitator", BOTH, uuid="version"),
    entry("handover:handover_link_revoke", "discovery:facilitator", POST, uuid="handover_link"),
    entry("handover:check_ins", "discovery:viewer", GET),
    entry("handover:check_in_days", "discovery:viewer", GET),
    entry("handover:check_in_ask", "discovery:facilitator", POST),
    entry("handover:check_in_link_revoke", "discovery:facilitator", POST, uuid="check_in_link"),
    entry("handover:check_in_add", "discovery:facilitator", BOTH),
    entry("handover:check_in_edit", "discovery:facilitator", BOTH, uuid="check_in_ahead"),
    entry("handover:check_in_delete", "discovery:facilitator", POST, uuid="check_in_ahead"),
    entry("handover:answer_check_in", "public", BOTH, key="check_in_key"),
    entry("handover:own_check_in_days", "public", GET, key="check_in_key"),
    entry("handover:shared_handover", "public", GET, key="handover_key"),
    entry("handover:shared_handover_styles", "public", GET, key="handover_key"),
    entry("handover:shared_handover_pdf", "public", GET, key="handover_key"),
]
