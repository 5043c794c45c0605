"""The addresses of what comes before a discovery, and of the delta."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    entry("discovery:organization_strategy", "organization:member", GET),
    entry("discovery:strategy_begin", "organization:facilitator", POST),
    entry("discovery:strategy_question_order", "organization:facilitator", POST),
    entry("discovery:strategy_question_add", "organization:facilitator", BOTH),
    entry("discovery:strategy_question_edit", "organization:facilitator", BOTH, uuid="strategy_question"),
    entry("discovery:strategy_question_delete", "organization:facilitator", POST, uuid="strategy_question"),
    entry("discovery:organization_onboarding", "organization:member", GET),
    entry("discovery:onboarding_begin", "organization:facilitator", POST),
    entry("discovery:candidate_order", "organization:facilitator", POST),
    entry("discovery:candidate_add", "organization:facilitator", BOTH),
    entry("discovery:candidate_edit", "organization:facilitator", BOTH, uuid="candidate"),
    entry("discovery:candidate_delete", "organization:facilitator", POST, uuid="candidate"),
    entry("discovery:discovery_why", "discovery:viewer", GET),
    entry("discovery:suitability_begin", "discovery:editor", POST),
    entry("discovery:statement_add", "discovery:editor", BOTH),
    entry("discovery:statement_edit", "discovery:editor", BOTH, uuid="statement"),
    entry("discovery:statement_rate", "discovery:editor", POST, uuid="statement"),
    entry("discovery:statement_delete", "discovery:editor", POST, uuid="statement"),
    entry("discovery:learning_add", "discovery:editor", BOTH),
    entry("discovery:learning_edit", "discovery:editor", BOTH, uuid="learning"),
    entry("discovery:learning_delete", "discovery:editor", POST, uuid="learning"),
    entry("discovery:discovery_delta", "discovery:viewer", GET),
    entry("discovery:delta_begin", "discovery:editor", POST),
    entry("discovery:dimension_add", "discovery:editor", BOTH),
    entry("discovery:dimension_edit", "discovery:editor", BOTH, uuid="delta_dimension"),
    entry("discovery:dimension_delete", "discovery:editor", POST, uuid="delta_dimension"),
    entry("discovery:visit_add", "discovery:editor", BOTH),
    entry("discovery:visit_edit", "discovery:editor", BOTH, visit="delta_visit"),
    entry("discovery:visit_delete", "discovery:editor", POST, visit="delta_visit"),
    entry("discovery:delta_score", "discovery:editor", BOTH, visit="delta_visit", uuid="delta_dimension"),
    entry("discovery:gap_action", "discovery:editor", BOTH, visit="delta_visit", uuid="delta_dimension"),
]
