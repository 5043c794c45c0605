"""The addresses of the handover."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    entry("discovery:handover", "discovery:viewer", GET),
    entry("discovery:finding_add", "discovery:editor", BOTH),
    entry("discovery:finding_order", "discovery:editor", POST),
    entry("discovery:finding_edit", "discovery:editor", BOTH, uuid="finding"),
    entry("discovery:finding_delete", "discovery:editor", POST, uuid="finding"),
    entry("discovery:recommendation_add", "discovery:editor", BOTH),
    entry("discovery:recommendation_order", "discovery:editor", POST),
    entry("discovery:recommendation_edit", "discovery:editor", BOTH, uuid="recommendation"),
    entry("discovery:recommendation_act", "discovery:editor", BOTH, uuid="recommendation"),
    entry("discovery:recommendation_delete", "discovery:editor", POST, uuid="recommendation"),
    entry("discovery:handover_readiness", "discovery:viewer", GET),
    entry("discovery:handover_review", "discovery:viewer", GET),
    entry("discovery:review_ask", "discovery:facilitator", BOTH),
    # Nobody here was asked by account: facilitators write down what somebody else said.
    entry("discovery:review_answer", "discovery:viewer", BOTH, answers="discovery:noted", uuid="review"),
    entry("discovery:review_withdraw", "discovery:facilitator", POST, uuid="review"),
    Entry("discovery:review_read", "discovery:viewer", GET, text={"section": "findings"}),
    Entry("discovery:review_styles", "discovery:viewer", GET, text={"section": "findings"}),
    entry("discovery:handover_versions", "discovery:viewer", GET),
    entry("discovery:version_freeze", "discovery:facilitator", BOTH),
    entry("discovery:handover_version", "discovery:viewer", GET, uuid="version"),
    entry("discovery:version_page", "discovery:viewer", GET, uuid="version"),
    entry("discovery:version_styles", "public", GET, ticket="styles_ticket"),
    entry("discovery:version_file", "discovery:viewer", GET, uuid="version"),
    entry("discovery:version_document", "discovery:editor", GET, uuid="version"),
    entry("discovery:version_pdf", "discovery:viewer", GET, uuid="version"),
    entry("discovery:version_pdf_request", "discovery:editor", POST, uuid="version"),
    entry("discovery:version_pdf_file", "discovery:viewer", GET, uuid="version"),
    entry("discovery:handover_link_add", "discovery:facilitator", BOTH, uuid="version"),
    entry("discovery:handover_link_revoke", "discovery:facilitator", POST, uuid="handover_link"),
    entry("discovery:shared_handover", "public", GET, key="handover_key"),
    entry("discovery:shared_handover_styles", "public", GET, key="handover_key"),
    entry("discovery:shared_handover_pdf", "public", GET, key="handover_key"),
]
