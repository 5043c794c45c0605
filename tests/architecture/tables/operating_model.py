"""The addresses of `operating_model`: the six steps, key questions, teams, roles, governance."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

# Teams and roles are the organization's: who may only edit the discovery looks at them.
TEAMS = "organization's teams"

ENTRIES: list[Entry] = [
    entry("operating_model:frame", "discovery:viewer", GET),
    # Key questions
    entry("operating_model:key_questions", "discovery:viewer", GET),
    entry("operating_model:key_question_add", "discovery:editor", BOTH),
    entry("operating_model:key_question_shipped", "discovery:editor", POST),
    entry("operating_model:key_question_order", "discovery:editor", POST),
    entry("operating_model:key_question_edit", "discovery:editor", BOTH, uuid="key_question"),
    entry("operating_model:key_question_delete", "discovery:editor", POST, uuid="key_question"),
    entry("operating_model:answer_propose", "contributor", POST, activity="answering"),
    entry(
        "operating_model:answer_drop", "contributor", POST, activity="answering", proposal="answer_proposal"
    ),
    entry("operating_model:answer_take", "console", POST, uuid="answer_proposal"),
    entry("operating_model:answer_decline", "console", POST, uuid="answer_proposal"),
    entry("operating_model:room_question", "console", POST, activity="answering"),
    entry("operating_model:room_question_edit", "console", BOTH, uuid="key_question"),
    # Roles that a room fills
    entry("operating_model:filling_add", "contributor", POST, activity="filling"),
    entry("operating_model:filling_drop", "contributor", POST, activity="filling", uuid="role_proposal"),
    entry("operating_model:filling_accept", "console", POST, answers="console's roles", uuid="role_proposal"),
    entry("operating_model:filling_decline", "console", POST, uuid="role_proposal"),
    # Teams
    entry("operating_model:teams", "discovery:viewer", GET),
    entry("operating_model:team_add", "discovery:viewer", BOTH, answers=TEAMS),
    entry("operating_model:team_edit", "discovery:viewer", BOTH, answers=TEAMS, uuid="team"),
    entry("operating_model:team_delete", "discovery:viewer", POST, answers=TEAMS, uuid="team"),
    entry("operating_model:team_member_add", "discovery:viewer", BOTH, answers=TEAMS, uuid="team"),
    entry(
        "operating_model:team_member_edit",
        "discovery:viewer",
        BOTH,
        answers=TEAMS,
        uuid="team",
        member="team_member",
    ),
    entry(
        "operating_model:team_member_delete",
        "discovery:viewer",
        POST,
        answers=TEAMS,
        uuid="team",
        member="team_member",
    ),
    # Roles, responsibilities, ownership
    entry("operating_model:roles", "discovery:viewer", GET),
    entry("operating_model:role_standard", "discovery:viewer", POST, answers=TEAMS),
    entry("operating_model:role_add", "discovery:viewer", BOTH, answers=TEAMS),
    entry("operating_model:role_edit", "discovery:viewer", BOTH, answers=TEAMS, uuid="role"),
    entry("operating_model:role_delete", "discovery:viewer", POST, answers=TEAMS, uuid="role"),
    entry("operating_model:allocation_add", "discovery:viewer", BOTH, answers=TEAMS, uuid="role"),
    entry("operating_model:allocation_edit", "discovery:viewer", BOTH, answers=TEAMS, uuid="allocation"),
    entry("operating_model:allocation_delete", "discovery:viewer", POST, answers=TEAMS, uuid="allocation"),
    entry("operating_model:agreement_edit", "discovery:editor", BOTH, person="person"),
    entry("operating_model:agreement_delete", "discovery:editor", POST, uuid="agreement"),
    entry("operating_model:ownership", "discovery:viewer", GET),
    entry("operating_model:business_process_add", "discovery:editor", BOTH),
    entry("operating_model:business_process_edit", "discovery:editor", BOTH, uuid="process"),
    entry("operating_model:business_process_delete", "discovery:editor", POST, uuid="process"),
    entry("operating_model:matrix", "discovery:viewer", GET),
    entry("operating_model:duty_order", "discovery:editor", POST),
    entry("operating_model:duty_add", "discovery:editor", BOTH),
    entry("operating_model:duty_standard", "discovery:editor", POST),
    entry("operating_model:duty_edit", "discovery:editor", BOTH, uuid="duty"),
    entry("operating_model:duty_delete", "discovery:editor", POST, uuid="duty"),
    # Governance
    entry("operating_model:governance", "discovery:viewer", GET),
    entry("operating_model:governance_ics", "discovery:viewer", GET),
    entry("operating_model:body_standard", "discovery:editor", POST),
    entry("operating_model:body_order", "discovery:editor", POST),
    entry("operating_model:body_add", "discovery:editor", BOTH),
    entry("operating_model:body_add", "discovery:editor", BOTH, query="?kind=portfolio"),
    entry("operating_model:body_edit", "discovery:editor", BOTH, uuid="body"),
    entry("operating_model:body_delete", "discovery:editor", POST, uuid="body"),
    entry("operating_model:meeting", "discovery:viewer", GET, uuid="body"),
    entry("operating_model:meeting_prepare", "discovery:facilitator", POST, uuid="body"),
    entry("operating_model:seat_add", "discovery:editor", BOTH, uuid="body"),
    entry("operating_model:seat_lead", "discovery:editor", POST, uuid="seat"),
    entry("operating_model:seat_delete", "discovery:editor", POST, uuid="seat"),
    entry("operating_model:guardrails", "discovery:viewer", GET),
    entry("operating_model:guardrail_add", "discovery:editor", BOTH),
    entry("operating_model:guardrail_edit", "discovery:editor", BOTH, uuid="guardrail"),
    entry("operating_model:guardrail_delete", "discovery:editor", POST, uuid="guardrail"),
    entry("operating_model:deviation_add", "discovery:editor", BOTH, uuid="guardrail"),
    entry("operating_model:deviation_edit", "discovery:editor", BOTH, uuid="deviation"),
    entry("operating_model:deviation_delete", "discovery:editor", POST, uuid="deviation"),
    entry("operating_model:flow_add", "discovery:editor", BOTH),
    entry("operating_model:flow_edit", "discovery:editor", BOTH, uuid="flow"),
    entry("operating_model:flow_delete", "discovery:editor", POST, uuid="flow"),
]
