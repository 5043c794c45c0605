"""The addresses of `lvt`: value tree, use cases, prioritization."""

from __future__ import annotations

from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    # Its value tree
    entry("lvt:portfolio", "organization:member", GET),
    entry("lvt:portfolio_learned", "organization:member", GET),
    entry("lvt:portfolio_limit", "organization:admin", BOTH),
    entry("lvt:tree", "discovery:viewer", GET),
    entry("lvt:tree", "discovery:viewer", GET, query="?present"),
    entry("lvt:tree_diagram", "discovery:viewer", GET),
    *(
        Entry("lvt:tree_diagram_file", "discovery:viewer", GET, text={"format": format})
        for format in ("svg", "mermaid", "drawio", "miro")
    ),
    entry("lvt:vision_edit", "discovery:editor", BOTH),
    entry("lvt:goal_add", "discovery:editor", BOTH),
    entry("lvt:goal_order", "discovery:editor", POST),
    entry("lvt:goal_edit", "discovery:editor", BOTH, uuid="goal"),
    entry("lvt:goal_delete", "discovery:editor", POST, uuid="goal"),
    entry("lvt:goal_menu", "discovery:editor", GET, uuid="goal"),
    entry("lvt:hypotheses", "discovery:viewer", GET),
    entry("lvt:hypothesis_add", "discovery:editor", BOTH, uuid="goal"),
    entry("lvt:hypothesis_order", "discovery:editor", POST, uuid="goal"),
    entry("lvt:hypothesis_edit", "discovery:editor", BOTH, uuid="hypothesis"),
    entry("lvt:hypothesis_menu", "discovery:editor", GET, uuid="hypothesis"),
    entry("lvt:hypothesis_moves", "discovery:editor", GET, uuid="hypothesis"),
    entry("lvt:hypothesis_state", "discovery:editor", POST, uuid="hypothesis"),
    entry("lvt:hypothesis_delete", "discovery:editor", POST, uuid="hypothesis"),
    entry("lvt:initiative_add", "discovery:editor", BOTH, uuid="hypothesis"),
    entry("lvt:initiative_order", "discovery:editor", POST, uuid="hypothesis"),
    entry("lvt:initiative_edit", "discovery:editor", BOTH, uuid="initiative"),
    entry("lvt:initiative_delete", "discovery:editor", POST, uuid="initiative"),
    *(
        Entry(name, "discovery:editor", methods, {"uuid": kind}, {"kind": kind})
        for name, methods in (("lvt:measure_add", BOTH), ("lvt:measure_order", POST))
        for kind in ("goal", "hypothesis", "initiative")
    ),
    entry("lvt:measure", "discovery:viewer", GET, uuid="measure"),
    entry("lvt:measure_edit", "discovery:editor", BOTH, uuid="measure"),
    entry("lvt:measure_delete", "discovery:editor", POST, uuid="measure"),
    entry("lvt:value_add", "discovery:editor", BOTH, uuid="measure"),
    entry("lvt:value_edit", "discovery:editor", BOTH, uuid="measure", value_uuid="value"),
    entry("lvt:value_delete", "discovery:editor", POST, uuid="measure", value_uuid="value"),
    # Its use cases and their prioritization
    entry("lvt:use_case_list", "discovery:viewer", GET),
    entry("lvt:use_case_list", "discovery:viewer", GET, query="?loose"),
    entry("lvt:use_case_add", "discovery:editor", BOTH),
    entry("lvt:use_case_order", "discovery:editor", POST),
    entry("lvt:like_use_cases", "discovery:viewer", GET),
    entry("lvt:use_cases_merge", "discovery:editor", BOTH),
    entry("lvt:use_case", "discovery:viewer", GET, uuid="use_case"),
    entry("lvt:use_case_call_back", "discovery:editor", POST, uuid="use_case"),
    entry("lvt:use_case_edit", "discovery:editor", BOTH, uuid="use_case"),
    entry("lvt:use_case_delete", "discovery:editor", POST, uuid="use_case"),
    entry("lvt:prioritization", "discovery:viewer", GET),
    entry("lvt:answers", "discovery:viewer", GET, uuid="use_case"),
    entry("lvt:score_book", "discovery:facilitator", GET),
    entry("lvt:score_text", "discovery:facilitator", GET),
    entry("lvt:weights", "discovery:viewer", GET),
    entry("lvt:weights_keep", "discovery:facilitator", POST),
    entry("lvt:method", "discovery:viewer", GET),
    entry("lvt:method_preset", "discovery:facilitator", POST),
    entry("lvt:method_change", "discovery:facilitator", BOTH, uuid="method"),
    entry("lvt:method_copy", "discovery:facilitator", POST, uuid="method"),
    entry("lvt:criterion_add", "discovery:facilitator", BOTH, uuid="method"),
    entry("lvt:criteria_order", "discovery:facilitator", POST, uuid="method"),
    entry("lvt:criterion_change", "discovery:facilitator", BOTH, uuid="criterion"),
    entry("lvt:criterion_delete", "discovery:facilitator", POST, uuid="criterion"),
    # In a workshop
    entry("lvt:score", "room", POST),
    entry("lvt:card_vote", "contributor", POST, activity="choosing"),
    entry("lvt:room_card_add", "contributor", POST, activity="activity"),
    entry("lvt:groups_shuffle", "console", POST, activity="activity"),
    entry("lvt:groups_move", "console", POST, activity="activity"),
    entry("lvt:room_card_edit", "room", BOTH, uuid="card"),
    entry("lvt:room_card_delete", "room", POST, uuid="card"),
    entry("lvt:proposal_add", "contributor", POST, activity="planting"),
    entry("lvt:proposal_accept", "console", POST, uuid="proposal"),
    entry("lvt:proposal_decline", "console", POST, uuid="proposal"),
    *(
        Entry(name, "console", methods, {"uuid": kind}, text={"kind": kind})
        for name, methods, kinds in (
            ("lvt:room_tree_edit", BOTH, ("vision", "goal", "hypothesis", "measure")),
            ("lvt:room_tree_take_out", POST, ("goal", "hypothesis", "measure")),
        )
        for kind in kinds
    ),
    entry("lvt:ranking_focus", "console", POST, activity="activity"),
    entry("lvt:round_open", "console", POST),
    entry("lvt:round_take_in", "console", POST, uuid="round"),
    entry("lvt:round_reveal", "remote", POST, uuid="round"),
    entry("lvt:round_next", "remote", POST, uuid="round"),
    entry("lvt:shortlist_decide", "console", POST, activity_uuid="deciding"),
]
