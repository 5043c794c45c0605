"""Addresses of data products, their maps and their promises."""

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.urls.converters import StringConverter

from organizations.web.url_converters import register_choice
from products.design.checklist import views as checklist
from products.design.checklist.selectors import FIELDS
from products.design.connections import views as connections
from products.design.from_use_case import views as backwards
from products.design.iterations import views as iterations
from products.design.ports import views as ports
from products.design.product import views as products
from products.design.sources_and_consumers import views as sources_and_consumers
from products.design.template import views as template
from products.design.template_guide import views as guide
from products.landscape import views as landscape
from products.landscape.files import FORMATS
from products.landscape.overlaps import views as overlaps
from products.landscape.reuse import views as reuse
from products.models import TemplateQuestion
from products.planning.what_if import views as what_if
from products.promises import views as slos
from products.promises.access_requests import views as access_requests
from products.promises.measurements import views as measurements
from products.promises.room_usage_patterns import views as room_usage
from products.promises.usage_patterns import views as usage
from products.views import (
    landscape_changes,
    map_exports,
    port_consumers,
    product_tabs,
    red_thread_and_outage,
    room_marks,
    room_templates,
    room_votes,
    value_and_cut_line,
)
from products.views.common import INTERFACE, PLAN, PROMISE, part_view


class QuestionConverter(StringConverter):
    """One of the six questions that shape a product."""

    regex = "|".join(TemplateQuestion.values)

    def to_python(self, value: str) -> TemplateQuestion:
        """The question that the address names."""
        return TemplateQuestion(value)


register_converter(QuestionConverter, "template_question")
# What of a template a console edits, and takes out.
register_choice("template_part", ("name", "job", *TemplateQuestion.values))
register_choice("template_item", ("producer", "output", "consumer"))
# What a mark on the map becomes.
register_choice("turned_mark", ("action", "question"))
# What of the checklist is edited on its page.
register_choice("checklist_attribute", FIELDS)
register_choice("map_format", FORMATS)
register_choice("product_tab", (INTERFACE, PROMISE, PLAN))

_in_the_room: list[URLPattern | URLResolver] = [
    path("activities/<uuid:activity>/template/", room_templates.PROPOSALS.adding, name="template_propose"),
    path("activities/<uuid:activity>/product/", room_templates.choose, name="room_product"),
    path(
        "template-proposals/<uuid:uuid>/accept/",
        room_templates.PROPOSALS.accepting,
        name="template_accept",
    ),
    path(
        "template-proposals/<uuid:uuid>/decline/",
        room_templates.PROPOSALS.declining,
        name="template_decline",
    ),
    path("template/<uuid:uuid>/<template_part:part>/", room_templates.edit, name="room_template_edit"),
    path(
        "template/<template_item:kind>/<uuid:uuid>/take-out/",
        room_templates.take_out,
        name="room_template_take_out",
    ),
    path("activities/<uuid:activity>/patterns/", room_usage.add, name="room_pattern_add"),
    path("activities/<uuid:activity>/patterns/move/", room_usage.move, name="room_pattern_move"),
    path("patterns/<uuid:uuid>/", room_usage.edit, name="room_pattern_edit"),
    path("patterns/<uuid:uuid>/delete/", room_usage.delete, name="room_pattern_delete"),
    path("patterns/<uuid:uuid>/remove/", room_usage.remove, name="room_pattern_remove"),
    path(
        "activities/<uuid:activity>/pattern-groups/<uuid:uuid>/", room_usage.name, name="room_pattern_group"
    ),
    path(
        "activities/<uuid:activity>/pattern-groups/<uuid:uuid>/dissolve/",
        room_usage.dissolve,
        name="room_pattern_group_dissolve",
    ),
    path("activities/<uuid:activity>/marks/", room_marks.add, name="map_mark_add"),
    path("activities/<uuid:activity>/marks/<uuid:mark>/delete/", room_marks.delete, name="map_mark_delete"),
    path("marks/<uuid:uuid>/settle/", room_marks.settle, name="map_mark_settle"),
    path("marks/<uuid:uuid>/turn/<turned_mark:into>/", room_marks.turn, name="map_mark_turn"),
    path("marks/<uuid:uuid>/remove/", room_marks.remove, name="map_mark_remove"),
    path("activities/<uuid:activity>/product-votes/", room_votes.vote, name="product_vote"),
]

# Under d/<slug>/products/
_products: list[URLPattern | URLResolver] = [
    path("", products.product_list, name="product_list"),
    path("add/", products.product_add, name="product_add"),
    path("order/", products.product_order, name="product_order"),
    path("for/<uuid:use_case>/", backwards.product_for, name="product_for"),
    path("users-of/<uuid:use_case>/", sources_and_consumers.use_case_users, name="use_case_users"),
]

# Under d/<slug>/products/<uuid>/
_template: list[URLPattern | URLResolver] = [
    path("", template.product, name="product"),
    path("thread/", red_thread_and_outage.product_thread, name="product_thread"),
    path("without/", red_thread_and_outage.product_without, name="product_without"),
    path("<product_tab:tab>/", product_tabs.product_tab, name="product_tab"),
    path("edit/<slug:part>/", template.product_edit, name="product_edit"),
    path("state/", template.product_state, name="product_state"),
    path("aggregate/", template.product_aggregate, name="product_aggregate"),
    path("delete/", products.product_delete, name="product_delete"),
    path("use-cases/add/", template.product_use_case_add, name="product_use_case_add"),
    path(
        "use-cases/<uuid:use_case>/remove/", template.product_use_case_remove, name="product_use_case_remove"
    ),
    path("measures/add/", template.product_measure_add, name="product_measure_add"),
    path("measures/<uuid:measure>/remove/", template.product_measure_remove, name="product_measure_remove"),
    path("producers/add/", connections.producer_add, name="producer_add"),
    path("producers/<uuid:port>/remove/", connections.producer_remove, name="producer_remove"),
    path("consumers/add/", connections.consumer_link_add, name="consumer_link_add"),
    path("consumers/<uuid:link>/remove/", connections.consumer_link_remove, name="consumer_link_remove"),
    path("guide/", guide.product_guide, name="product_guide"),
    path("guide/<template_question:question>/", guide.guide_question, name="guide_question"),
    path("guide/<template_question:question>/take/", guide.guide_take, name="guide_take"),
]

# Under d/<slug>/products/
_promises: list[URLPattern | URLResolver] = [
    path("promises/", slos.promises, name="promises"),
    path("promises/keys/", measurements.keys, name="measurement_keys"),
    path("promises/keys/add/", measurements.key_add, name="measurement_key_add"),
    path("promises/keys/<uuid:uuid>/revoke/", measurements.key_revoke, name="measurement_key_revoke"),
    path("promises/<uuid:uuid>/", measurements.slo, name="slo"),
    path("promises/<uuid:uuid>/edit/", slos.slo_edit, name="slo_edit"),
    path("promises/<uuid:uuid>/delete/", slos.slo_delete, name="slo_delete"),
    path("promises/<uuid:uuid>/measurements/add/", measurements.measurement_add, name="measurement_add"),
    path(
        "promises/<uuid:uuid>/measurements/import/",
        measurements.measurement_import,
        name="measurement_import",
    ),
    path(
        "promises/<uuid:uuid>/measurements/template.csv",
        measurements.measurement_template,
        name="measurement_template",
    ),
    path("measurements/<uuid:uuid>/", measurements.measurement_edit, name="measurement_edit"),
    path("measurements/<uuid:uuid>/delete/", measurements.measurement_delete, name="measurement_delete"),
    *usage.PATTERN_PAGES.urls("<uuid:uuid>/usage/", "patterns/<uuid:uuid>/"),
    path("patterns/<uuid:uuid>/group/", usage.pattern_group, name="pattern_group"),
    *usage.GROUP_PAGES.urls("<uuid:uuid>/usage/groups/", "pattern-groups/<uuid:uuid>/", is_sortable=False),
    path("<uuid:uuid>/promises/", part_view(slos.PROMISES), name="product_promises"),
    path("<uuid:uuid>/promises/add/", slos.slo_add, name="slo_add"),
    path("<uuid:uuid>/promises/preview/", slos.slo_preview, name="slo_preview"),
    path("<uuid:uuid>/usage/", part_view(usage.USAGE), name="product_usage"),
]

# Under d/<slug>/products/
_value: list[URLPattern | URLResolver] = [
    path("value/", value_and_cut_line.value, name="value"),
    path("value/list/", value_and_cut_line.value_list, name="value_list"),
    path("value/of/<uuid:use_case>/", value_and_cut_line.needed_for, name="needed_for"),
    path("value.svg", value_and_cut_line.value_svg, name="value_svg"),
    path("value.pdf", value_and_cut_line.value_pdf, name="value_pdf"),
    path("cut-line/", value_and_cut_line.cut_line, name="cut_line"),
    path("cut-line/worth/", value_and_cut_line.worth, name="worth"),
    path("cut-line/work-out/", value_and_cut_line.work_out, name="work_out"),
    path("what-if/", what_if.what_if, name="what_if"),
    path("what-if/two/", what_if.what_if_two, name="what_if_two"),
    path("what-if/show/", what_if.what_if_show, name="what_if_show"),
    path("what-if/keep/", what_if.what_if_keep, name="what_if_keep"),
    path("what-if/scenarios/", what_if.scenarios, name="scenarios"),
    *what_if.SCENARIO_PAGES.urls("what-if/scenarios/", "what-if/scenarios/<uuid:uuid>/"),
    path("<uuid:uuid>/requests/", part_view(access_requests.REQUESTS), name="product_requests"),
    *access_requests.ACCESS_REQUEST_PAGES.urls(
        "<uuid:uuid>/ports/<uuid:port>/requests/", "<uuid:uuid>/requests/<uuid:asked>/"
    ),
    path(
        "<uuid:uuid>/requests/<uuid:asked>/answer/",
        access_requests.access_request_answer,
        name="access_request_answer",
    ),
    path("checklist/", checklist.checklist_overview, name="checklists"),
    path("<uuid:uuid>/checklist/", part_view(checklist.CHECKLIST_PART), name="product_checklist"),
    *checklist.ACCESS_RULE_PAGES.urls("<uuid:uuid>/access-rules/", "<uuid:uuid>/access-rules/<uuid:rule>/"),
    path(
        "<uuid:uuid>/checklist/<checklist_attribute:attribute>/",
        checklist.checklist_edit,
        name="checklist_edit",
    ),
]

# Under d/<slug>/products/
_ends: list[URLPattern | URLResolver] = [
    path("sources/", sources_and_consumers.source_list, name="source_list"),
    *sources_and_consumers.SOURCE_PAGES.urls("sources/", "sources/<uuid:uuid>/"),
    path("consumers/", sources_and_consumers.consumer_list, name="consumer_list"),
    *sources_and_consumers.CONSUMER_PAGES.urls("consumers/", "consumers/<uuid:uuid>/"),
]

# Under d/<slug>/products/
_iterations: list[URLPattern | URLResolver] = [
    path("roadmap/", iterations.roadmap, name="roadmap"),
    path("<uuid:uuid>/iterations/", part_view(iterations.ITERATIONS), name="product_iterations"),
    *iterations.ITERATION_PAGES.urls("<uuid:uuid>/iterations/", "<uuid:uuid>/iterations/<uuid:iteration>/"),
]

# Under d/<slug>/products/<uuid>/ports/
_ports: list[URLPattern | URLResolver] = [
    path("", part_view(ports.PORTS), name="product_ports"),
    path("split/", ports.product_split, name="product_split"),
    *ports.INPUT_PORT_PAGES.urls("inputs/", "inputs/<uuid:port>/", is_sortable=False),
    *ports.OUTPUT_PORT_PAGES.urls("outputs/", "outputs/<uuid:port>/", is_sortable=False),
    *ports.COLUMN_PAGES.urls("outputs/<uuid:port>/columns/", "columns/<uuid:column>/", is_sortable=False),
    path("outputs/<uuid:port>/consumers/add/", port_consumers.port_consumer_add, name="port_consumer_add"),
    path("consumers/<uuid:link>/", port_consumers.port_consumer_edit, name="port_consumer_edit"),
    path("consumers/<uuid:link>/remove/", port_consumers.port_consumer_remove, name="port_consumer_remove"),
]

# Under d/<slug>/landscape/
_landscape: list[URLPattern | URLResolver] = [
    path("", landscape.landscape, name="landscape"),
    path("small/", landscape.landscape_small, name="landscape_small"),
    path("organization/", landscape.landscape_organization, name="landscape_organization"),
    path("overlaps/", overlaps.landscape_overlaps, name="landscape_overlaps"),
    path(
        "overlaps/<uuid:uuid>/<uuid:other>/not-the-same/",
        overlaps.overlap_set_aside,
        name="overlap_set_aside",
    ),
    path("overlaps/<uuid:uuid>/compare-again/", overlaps.overlap_compare_again, name="overlap_compare_again"),
    path("compare/", landscape_changes.landscape_compare, name="landscape_compare"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/slos/<uuid:uuid>/measurements/", measurements.api_measurements, name="api_measurements"),
    path("d/<slug:slug>/products/", include(_promises)),
    path("organizations/<slug:organization_slug>/portfolio/reuse/", reuse.reuse, name="portfolio_reuse"),
    path("w/<code:code>/", include(_in_the_room)),
    path("d/<slug:slug>/products/", include(_products)),
    path("d/<slug:slug>/landscape/", include(_landscape)),
    path(
        "d/<slug:slug>/landscape.<map_format:format>", map_exports.landscape_export, name="landscape_export"
    ),
    path(
        "d/<slug:slug>/products/<uuid:uuid>/merge/<uuid:other>/",
        overlaps.product_merge,
        name="product_merge",
    ),
    path("d/<slug:slug>/products/", include(_ends)),
    path("d/<slug:slug>/products/", include(_iterations)),
    path("d/<slug:slug>/products/", include(_value)),
    path("d/<slug:slug>/products/<uuid:uuid>/", include(_template)),
    path("d/<slug:slug>/products/<uuid:uuid>/ports/", include(_ports)),
]
