"""The addresses of `products`: data products, their landscape, SLOs and value."""

from __future__ import annotations

from products.design.checklist.selectors import FIELDS
from tests.architecture.entries import BOTH, GET, POST, Entry, entry

ENTRIES: list[Entry] = [
    entry("products:portfolio_reuse", "organization:member", GET),
    # Its data products
    entry("products:product_list", "discovery:viewer", GET),
    entry("products:product_list", "discovery:viewer", GET, query="?state=proposed&kind=consumer_oriented"),
    entry("products:product_add", "discovery:editor", BOTH),
    entry("products:product_order", "discovery:editor", POST),
    entry("products:use_case_users", "discovery:editor", BOTH, use_case="use_case"),
    entry("products:product_for", "discovery:editor", BOTH, use_case="use_case"),
    entry("products:product", "discovery:viewer", GET, uuid="product"),
    *(
        Entry("products:product_tab", "discovery:viewer", GET, {"uuid": "product"}, {"tab": tab})
        for tab in ("interface", "promise", "plan")
    ),
    *(
        Entry("products:product_edit", "discovery:editor", BOTH, {"uuid": "product"}, {"part": part})
        for part in ("name", "job", "description", "ownership", "effort", "delivers")
    ),
    entry("products:product_state", "discovery:editor", POST, uuid="product"),
    entry("products:product_aggregate", "discovery:editor", POST, uuid="product"),
    entry("products:product_delete", "discovery:editor", POST, uuid="product"),
    entry("products:product_use_case_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:product_use_case_remove", "discovery:editor", POST, uuid="product", use_case="use_case"),
    entry("products:product_measure_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:product_measure_remove", "discovery:editor", POST, uuid="product", measure="measure"),
    entry("products:producer_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:producer_remove", "discovery:editor", POST, uuid="product", port="input_port"),
    entry("products:consumer_link_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:consumer_link_remove", "discovery:editor", POST, uuid="product", link="consumer_link"),
    entry("products:product_thread", "discovery:viewer", GET, uuid="product"),
    entry("products:product_without", "discovery:viewer", GET, uuid="product"),
    entry("products:product_guide", "discovery:editor", GET, uuid="product"),
    *(
        Entry(name, "discovery:editor", BOTH, {"uuid": "product"}, {"question": question})
        for name in ("products:guide_question", "products:guide_take")
        for question in ("users", "inputs")
    ),
    # What its data products promise, and how they are used
    entry("products:promises", "discovery:viewer", GET),
    entry("products:product_promises", "discovery:viewer", GET, uuid="product"),
    entry("products:slo_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:slo_add", "discovery:editor", BOTH, query="?kind=freshness", uuid="product"),
    entry("products:slo_preview", "discovery:editor", POST, uuid="product"),
    entry("products:slo", "discovery:viewer", GET, uuid="slo"),
    entry("products:slo_edit", "discovery:editor", BOTH, uuid="slo"),
    entry("products:slo_delete", "discovery:editor", POST, uuid="slo"),
    entry("products:measurement_add", "discovery:editor", BOTH, uuid="slo"),
    entry("products:measurement_import", "discovery:editor", BOTH, uuid="slo"),
    entry("products:measurement_template", "discovery:viewer", GET, uuid="slo"),
    entry("products:measurement_edit", "discovery:editor", BOTH, uuid="measurement"),
    entry("products:measurement_delete", "discovery:editor", POST, uuid="measurement"),
    entry("products:measurement_keys", "discovery:facilitator", GET),
    entry("products:measurement_key_add", "discovery:facilitator", BOTH),
    entry("products:measurement_key_revoke", "discovery:facilitator", POST, uuid="measurement_key"),
    entry("products:api_measurements", "measurement_key", POST, uuid="slo"),
    entry("products:product_usage", "discovery:viewer", GET, uuid="product"),
    entry("products:usage_pattern_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:usage_pattern_order", "discovery:editor", POST, uuid="product"),
    entry("products:usage_pattern_edit", "discovery:editor", BOTH, uuid="usage_pattern"),
    entry("products:usage_pattern_delete", "discovery:editor", POST, uuid="usage_pattern"),
    entry("products:pattern_group", "discovery:editor", POST, uuid="usage_pattern"),
    entry("products:usage_group_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:usage_group_edit", "discovery:editor", BOTH, uuid="usage_group"),
    entry("products:usage_group_delete", "discovery:editor", POST, uuid="usage_group"),
    *(
        Entry(f"products:{name}", "discovery:viewer", GET, query=query)
        for name, query in (
            ("landscape", ""),
            ("landscape", "?view=table"),
            ("landscape_small", ""),
            ("landscape_organization", ""),
            ("landscape_organization", "?view=table"),
            ("landscape_overlaps", ""),
            ("landscape_compare", ""),
        )
    ),
    entry("products:overlap_set_aside", "discovery:editor", BOTH, uuid="product", other="twin"),
    entry("products:overlap_compare_again", "discovery:editor", POST, uuid="distinct_products"),
    entry("products:product_merge", "discovery:editor", BOTH, uuid="product", other="twin"),
    *(
        Entry("products:landscape_export", "discovery:viewer", GET, text={"format": format}, query=query)
        for format in ("svg", "json")
        for query in ("", "?of=organization")
    ),
    entry("products:value", "discovery:viewer", GET),
    entry("products:value_list", "discovery:viewer", GET),
    entry("products:needed_for", "discovery:viewer", GET, use_case="use_case"),
    entry("products:value_svg", "discovery:viewer", GET),
    entry("products:value_pdf", "discovery:viewer", GET),
    entry("products:cut_line", "discovery:viewer", GET),
    entry("products:cut_line", "discovery:viewer", GET, query="?k=1&inputs=on"),
    entry("products:worth", "discovery:viewer", GET),
    entry("products:work_out", "discovery:viewer", POST),
    entry("products:work_out", "discovery:viewer", POST, query="?weeks=7"),
    entry("products:what_if", "discovery:viewer", GET),
    entry("products:what_if_two", "discovery:viewer", GET),
    entry("products:what_if_show", "discovery:facilitator", POST),
    entry("products:what_if_keep", "discovery:editor", BOTH),
    entry("products:scenarios", "discovery:viewer", GET),
    entry("products:scenario_add", "discovery:editor", BOTH, query="?weeks=7"),
    entry("products:scenario_edit", "discovery:editor", BOTH, uuid="scenario"),
    entry("products:scenario_delete", "discovery:editor", POST, uuid="scenario"),
    entry("products:checklists", "discovery:viewer", GET),
    entry("products:product_checklist", "discovery:viewer", GET, uuid="product"),
    *(
        Entry("products:checklist_edit", "discovery:editor", BOTH, {"uuid": "product"}, {"attribute": key})
        for key in FIELDS
    ),
    # Everybody who sees a discovery may ask; its editors and the owner of the product answer.
    entry("products:product_requests", "discovery:viewer", GET, uuid="product"),
    entry("products:access_request_add", "discovery:viewer", BOTH, uuid="product", port="output_port"),
    *(
        entry(
            f"products:access_request_{name}",
            "discovery:viewer",
            methods,
            answers="discovery:editor",
            uuid="product",
            asked="access_request",
        )
        for name, methods in (("edit", BOTH), ("answer", BOTH), ("delete", POST))
    ),
    entry("products:access_rule_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:access_rule_order", "discovery:editor", POST, uuid="product"),
    entry("products:access_rule_edit", "discovery:editor", BOTH, uuid="product", rule="access_rule"),
    entry("products:access_rule_delete", "discovery:editor", POST, uuid="product", rule="access_rule"),
    # Where their data comes from, and where it goes
    entry("products:source_list", "discovery:viewer", GET),
    entry("products:source_add", "discovery:editor", BOTH),
    entry("products:source_edit", "discovery:editor", BOTH, uuid="source"),
    entry("products:source_delete", "discovery:editor", POST, uuid="source"),
    entry("products:consumer_list", "discovery:viewer", GET),
    entry("products:consumer_add", "discovery:editor", BOTH),
    entry("products:consumer_edit", "discovery:editor", BOTH, uuid="consumer"),
    entry("products:consumer_delete", "discovery:editor", POST, uuid="consumer"),
    # Their iterations
    entry("products:roadmap", "discovery:viewer", GET),
    entry("products:product_iterations", "discovery:viewer", GET, uuid="product"),
    entry("products:iteration_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:iteration_order", "discovery:editor", POST, uuid="product"),
    entry("products:iteration_edit", "discovery:editor", BOTH, uuid="product", iteration="iteration"),
    entry("products:iteration_delete", "discovery:editor", POST, uuid="product", iteration="iteration"),
    # The ports of its data products
    entry("products:product_ports", "discovery:viewer", GET, uuid="product"),
    entry("products:product_split", "discovery:editor", BOTH, uuid="product"),
    entry("products:input_port_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:input_port_edit", "discovery:editor", BOTH, uuid="product", port="input_port"),
    entry("products:input_port_delete", "discovery:editor", POST, uuid="product", port="input_port"),
    entry("products:output_port_add", "discovery:editor", BOTH, uuid="product"),
    entry("products:output_port_edit", "discovery:editor", BOTH, uuid="product", port="output_port"),
    entry("products:output_port_delete", "discovery:editor", POST, uuid="product", port="output_port"),
    entry("products:column_add", "discovery:editor", BOTH, uuid="product", port="output_port"),
    entry("products:column_edit", "discovery:editor", BOTH, uuid="product", column="port_column"),
    entry("products:column_delete", "discovery:editor", POST, uuid="product", column="port_column"),
    entry("products:port_consumer_add", "discovery:editor", BOTH, uuid="product", port="output_port"),
    entry("products:port_consumer_edit", "discovery:editor", BOTH, uuid="product", link="consumer_link"),
    entry("products:port_consumer_remove", "discovery:editor", POST, uuid="product", link="consumer_link"),
    # In a workshop
    entry("products:template_propose", "contributor", POST, activity="templating"),
    entry("products:room_product", "console", POST, activity="templating"),
    entry("products:template_accept", "console", POST, uuid="template_proposal"),
    entry("products:template_decline", "console", POST, uuid="template_proposal"),
    *(
        Entry("products:room_template_edit", "console", BOTH, {"uuid": "product"}, {"part": part})
        for part in ("name", "job", "users", "value")
    ),
    *(
        Entry("products:room_template_take_out", "console", POST, {"uuid": item}, {"kind": kind})
        for kind, item in (
            ("producer", "input_port"),
            ("output", "output_port"),
            ("consumer", "consumer_link"),
        )
    ),
    entry("products:room_pattern_add", "contributor", POST, activity="describing"),
    entry("products:room_pattern_move", "console", POST, activity="describing"),
    entry("products:room_pattern_edit", "room", BOTH, uuid="room_pattern"),
    entry("products:room_pattern_delete", "room", POST, uuid="room_pattern"),
    entry("products:room_pattern_remove", "console", POST, uuid="room_pattern"),
    entry("products:room_pattern_group", "console", POST, activity="describing", uuid="usage_group"),
    entry("products:room_pattern_group_dissolve", "console", POST, activity="describing", uuid="usage_group"),
    entry("products:map_mark_add", "contributor", POST, activity="reviewing"),
    entry("products:map_mark_delete", "contributor", POST, activity="reviewing", mark="map_mark"),
    entry("products:map_mark_settle", "console", POST, uuid="map_mark"),
    *(
        Entry("products:map_mark_turn", "console", POST, {"uuid": "map_mark"}, {"into": into})
        for into in ("action", "question")
    ),
    entry("products:map_mark_remove", "console", POST, uuid="map_mark"),
    entry("products:product_vote", "contributor", POST, activity="dotting"),
]
