"""Addresses of the value tree, the use-case cards and their prioritization."""

from django.urls import URLPattern, URLResolver, include, path

from lvt.hypothesis_ranking import views as hypothesis_ranking
from lvt.longlist_funnel import views as funnel
from lvt.measures import views as measures
from lvt.methods import views as methods
from lvt.organization_portfolio import views as portfolio
from lvt.proposals import views as proposals
from lvt.room_cards import views as room_cards
from lvt.rounds import views as rounds
from lvt.scores import views as scores
from lvt.shortlist import views as shortlist
from lvt.tree import views as tree
from lvt.use_case_merging import views as merging
from lvt.use_cases import views as use_cases
from lvt.views import score_book, tree_diagram
from lvt.views.tree_diagram import TREE_FORMATS
from lvt.what_if_weights import views as what_if_weights
from organizations.web.url_converters import register_choice

app_name = "lvt"

register_choice("tree_format", TREE_FORMATS)
# The parent of a measure of success.
register_choice("measured", ("goal", "hypothesis", "initiative"))
# Items of the tree that a room draws together.
register_choice("tier", ("vision", "goal", "hypothesis", "measure"))

_tree: list[URLPattern | URLResolver] = [
    path("", tree.tree, name="tree"),
    path("diagram/", tree_diagram.diagram, name="tree_diagram"),
    path("diagram.<tree_format:format>", tree_diagram.diagram_file, name="tree_diagram_file"),
    path("vision/", tree.vision_edit, name="vision_edit"),
    *tree.GOAL_PAGES.urls("goals/", "goals/<uuid:uuid>/"),
    *tree.HYPOTHESIS_PAGES.urls("goals/<uuid:uuid>/hypotheses/", "hypotheses/<uuid:uuid>/"),
    path("goals/<uuid:uuid>/menu/", tree.goal_menu, name="goal_menu"),
    path("hypotheses/<uuid:uuid>/menu/", tree.hypothesis_menu, name="hypothesis_menu"),
    path("hypotheses/<uuid:uuid>/moves/", tree.hypothesis_moves, name="hypothesis_moves"),
    path("hypotheses/<uuid:uuid>/state/", tree.hypothesis_state, name="hypothesis_state"),
    *tree.INITIATIVE_PAGES.urls("hypotheses/<uuid:uuid>/initiatives/", "initiatives/<uuid:uuid>/"),
    path("measures/<uuid:uuid>/", measures.measure, name="measure"),
    *measures.MEASURE_PAGES.urls(
        "measures/of/<measured:kind>/<uuid:uuid>/", "measures/<uuid:uuid>/", edit="edit/"
    ),
    *measures.VALUE_PAGES.urls(
        "measures/<uuid:uuid>/values/", "measures/<uuid:uuid>/values/<uuid:value_uuid>/"
    ),
]

_use_cases: list[URLPattern | URLResolver] = [
    path("", use_cases.use_case_list, name="use_case_list"),
    path("like/", merging.like_use_cases, name="like_use_cases"),
    path("merge/", merging.use_cases_merge, name="use_cases_merge"),
    path("<uuid:uuid>/", use_cases.use_case, name="use_case"),
    path("<uuid:uuid>/call-back/", funnel.use_case_call_back, name="use_case_call_back"),
    *use_cases.USE_CASE_PAGES.urls("", "<uuid:uuid>/", edit="edit/"),
]

_prioritization: list[URLPattern | URLResolver] = [
    path("", rounds.prioritization, name="prioritization"),
    path("hypotheses/", hypothesis_ranking.hypotheses, name="hypotheses"),
    path("answers/<uuid:uuid>/", rounds.answers, name="answers"),
    path("scores.xlsx", score_book.score_book, name="score_book"),
    path("scores.csv", score_book.score_text, name="score_text"),
    path("weights/", what_if_weights.weights, name="weights"),
    path("weights/keep/", what_if_weights.weights_keep, name="weights_keep"),
    path("method/", methods.method, name="method"),
    path("method/preset/", methods.method_preset, name="method_preset"),
    path("method/<uuid:uuid>/", methods.method_change, name="method_change"),
    path("method/<uuid:uuid>/copy/", methods.method_copy, name="method_copy"),
    path("method/<uuid:uuid>/criteria/add/", methods.criterion_add, name="criterion_add"),
    path("method/<uuid:uuid>/criteria/order/", methods.criteria_order, name="criteria_order"),
    path("criteria/<uuid:uuid>/", methods.criterion_change, name="criterion_change"),
    path("criteria/<uuid:uuid>/delete/", methods.criterion_delete, name="criterion_delete"),
]

_in_the_room: list[URLPattern | URLResolver] = [
    path("score/", scores.score, name="score"),
    path("activities/<uuid:activity>/cards/", room_cards.add, name="room_card_add"),
    path("cards/<uuid:uuid>/", room_cards.edit, name="room_card_edit"),
    path("cards/<uuid:uuid>/delete/", room_cards.delete, name="room_card_delete"),
    path("activities/<uuid:activity>/card-votes/", funnel.card_vote, name="card_vote"),
    path("activities/<uuid:activity>/groups/", room_cards.groups_shuffle, name="groups_shuffle"),
    path("activities/<uuid:activity>/groups/move/", room_cards.groups_move, name="groups_move"),
    path("activities/<uuid:activity>/proposals/", proposals.PROPOSALS.adding, name="proposal_add"),
    path("proposals/<uuid:uuid>/accept/", proposals.PROPOSALS.accepting, name="proposal_accept"),
    path("proposals/<uuid:uuid>/decline/", proposals.PROPOSALS.declining, name="proposal_decline"),
    path("tree/<tier:kind>/<uuid:uuid>/", proposals.item_edit, name="room_tree_edit"),
    path("tree/<tier:kind>/<uuid:uuid>/take-out/", proposals.item_take_out, name="room_tree_take_out"),
    path("rounds/open/", rounds.round_open, name="round_open"),
    path("rounds/<uuid:uuid>/take-in/", rounds.round_take_in, name="round_take_in"),
    path("rounds/<uuid:uuid>/reveal/", rounds.round_reveal, name="round_reveal"),
    path("rounds/<uuid:uuid>/reveal/next/", rounds.round_next, name="round_next"),
    path("activities/<uuid:activity>/focus/", rounds.focus, name="ranking_focus"),
    path("shortlist/<uuid:activity_uuid>/", shortlist.shortlist_decide, name="shortlist_decide"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("organizations/<slug:organization_slug>/portfolio/", portfolio.portfolio, name="portfolio"),
    path("organizations/<slug:organization_slug>/portfolio/limit/", portfolio.limit, name="portfolio_limit"),
    path(
        "organizations/<slug:organization_slug>/portfolio/learned/",
        portfolio.learned,
        name="portfolio_learned",
    ),
    path("w/<code:code>/", include(_in_the_room)),
    path("d/<slug:slug>/tree/", include(_tree)),
    path("d/<slug:slug>/use-cases/", include(_use_cases)),
    path("d/<slug:slug>/prioritization/", include(_prioritization)),
]
