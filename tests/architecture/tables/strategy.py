"""The addresses of what comes before a discovery, and of the delta."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    entry("process:organization_strategy", "organization:member", GET),
    entry("process:strategy_begin", "organization:facilitator", POST),
    entry("process:strategy_question_order", "organization:facilitator", POST),
    entry("process:strategy_question_add", "organization:facilitator", BOTH),
    entry("process:strategy_question_edit", "organization:facilitator", BOTH, uuid="strategy_question"),
    entry("process:strategy_question_delete", "organization:facilitator", POST, uuid="strategy_question"),
    entry("process:organization_onboarding", "organization:member", GET),
    entry("process:onboarding_begin", "organization:facilitator", POST),
    entry("process:candidate_order", "organization:facilitator", POST),
    entry("process:candidate_add", "organization:facilitator", BOTH),
    entry("process:candidate_edit", "organization:facilitator", BOTH, uuid="candidate"),
    entry("process:candidate_delete", "organization:facilitator", POST, uuid="candidate"),
    entry("process:discovery_why", "discovery:viewer", GET),
    entry("process:suitability_begin", "discovery:editor", POST),
    entry("process:statement_add", "discovery:editor", BOTH),
    entry("process:statement_edit", "discovery:editor", BOTH, uuid="statement"),
    entry("process:statement_rate", "discovery:editor", POST, uuid="statement"),
    entry("process:statement_delete", "discovery:editor", POST, uuid="statement"),
    entry("process:strategy_choice_order", "discovery:editor", POST),
    entry("process:strategy_choice_add", "discovery:editor", BOTH),
    entry("process:strategy_choice_edit", "discovery:editor", BOTH, uuid="strategy_choice"),
    entry("process:strategy_choice_delete", "discovery:editor", POST, uuid="strategy_choice"),
    entry("process:discovery_learnings", "discovery:viewer", GET),
    entry("process:learning_add", "discovery:editor", BOTH),
    entry("process:learning_edit", "discovery:editor", BOTH, uuid="learning"),
    entry("process:learning_delete", "discovery:editor", POST, uuid="learning"),
    entry("process:discovery_delta", "discovery:viewer", GET),
    entry("process:delta_begin", "discovery:editor", POST),
    entry("process:dimension_add", "discovery:editor", BOTH),
    entry("process:dimension_edit", "discovery:editor", BOTH, uuid="delta_dimension"),
    entry("process:dimension_delete", "discovery:editor", POST, uuid="delta_dimension"),
    entry("process:visit_add", "discovery:editor", BOTH),
    entry("process:visit_edit", "discovery:editor", BOTH, visit="delta_visit"),
    entry("process:visit_delete", "discovery:editor", POST, visit="delta_visit"),
    entry("process:delta_score", "discovery:editor", BOTH, visit="delta_visit", uuid="delta_dimension"),
    entry("process:gap_action", "discovery:editor", BOTH, visit="delta_visit", uuid="delta_dimension"),
]
