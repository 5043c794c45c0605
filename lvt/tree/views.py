"""The value tree: its page, its drawing, and editing in place."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.models import Artifact
from core.selectors.cache_until_write import cached_while_unchanged
from discovery.discoveries.selectors import asks_for
from discovery.models import Discovery, DiscoveryRole
from discovery.permissions import may_edit
from discovery.web import access
from lvt.hypothesis_ranking.selectors import by_value
from lvt.models import BetState, Goal, Hypothesis, Initiative
from lvt.rounds.selectors import rankings
from lvt.selectors.domain_goal_contributions import contributions_of
from lvt.selectors.silent_bets import silence_in
from lvt.selectors.tiers_below_use_cases import tiers_of
from lvt.tree import selectors, services
from lvt.tree.forms import VisionForm
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE
from lvt.tree.selectors import GoalBranch
from organizations.web import PagePart, Request, edit_in_place, find, form_methods, page, sent_choice
from organizations.web.kind_pages import InPlace

M = TypeVar("M", bound=Artifact)

editor = access.discovery(DiscoveryRole.EDITOR)
viewer = access.discovery(DiscoveryRole.VIEWER)


# --- The page -------------------------------------------------------------------------------------


@viewer
@require_safe
def tree(request: Request, discovery: Discovery) -> HttpResponse:
    """The tree; with `?present` for the projector: the goal of that number, large and without anything to
    edit."""
    return _tree(request, discovery, present=request.GET.get("present"))


def _tree(request: Request, discovery: Discovery, *, present: str | None = None) -> HttpResponse:
    value_tree = selectors.value_tree(discovery)
    slide: Page[GoalBranch] | None = (
        None if present is None else Paginator(value_tree.goals, 1).get_page(present)
    )
    presenting = slide is not None
    editing = not presenting and may_edit(request.actor, discovery)
    asks = asks_for(discovery, "use_cases")
    context = {
        "frame": "base.html" if presenting else "discovery/base.html",
        "discovery": discovery,
        "tree": value_tree,
        "branches": value_tree.goals if slide is None else slide.object_list,
        "slide": slide,
        "contributions": contributions_of(discovery, value_tree.of_goals, request.actor),
        "asks_for_use_cases": asks,
        "bets": _drawn_bets(discovery, "presenting" if presenting else "", "editing" if editing else ""),
        "tiers": tiers_of(discovery) if asks else (),
        "presenting": presenting,
        "editing": editing,
        "has_unheard": _has_unheard(discovery),
    }
    return page(request, "lvt/tree/tree.html", context, part="tree")


@cached_while_unchanged
def _has_unheard(discovery: Discovery) -> bool:
    """Return True if the tree has a value of which it is unknown how many people are behind it."""
    results = by_value(discovery)
    return results is not None and results.has_unheard


@cached_while_unchanged
def _drawn_bets(discovery: Discovery, presenting: str, editing: str) -> Mapping[str, SafeString]:
    """The hypotheses of each goal with all below them, by the uuid of the goal: "" for `presenting` on a
    page, and for `editing` to people who only look."""
    value_tree = selectors.value_tree(discovery)
    asks = asks_for(discovery, "use_cases")
    context = {
        "discovery": discovery,
        "silence": silence_in(discovery, value_tree),
        "asks_for_use_cases": asks,
        "rankings": rankings(discovery),
        "by_value": by_value(discovery),
        "tiers": tiers_of(discovery) if asks else (),
        "presenting": presenting,
        "editing": editing,
    }
    bets = {
        str(branch.goal.uuid): render_to_string("lvt/tree/_bets.html", {**context, "branch": branch})
        for branch in value_tree.goals
    }
    return MappingProxyType(bets)


def tree_part(request: Request, discovery: Discovery) -> PagePart:
    """The tree as a part of its page, drawn again after each write."""
    return PagePart("tree", reverse("lvt:tree", args=[discovery.slug]), lambda: _tree(request, discovery))


# --- Menus ----------------------------------------------------------------------------------------


@editor
@require_safe
def goal_menu(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The entries of a goal's menu below the first; without htmx the goal in the tree."""
    goal = find(selectors.goals_of(discovery), uuid=uuid)
    return _fetched(request, discovery, "_goal_menu", f"goal-{uuid}", goal=goal)


@editor
@require_safe
def hypothesis_menu(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The entries of a hypothesis's menu below the first; without htmx the hypothesis in the tree."""
    return _of_hypothesis(request, discovery, uuid, "_hypothesis_menu")


@editor
@require_safe
def hypothesis_moves(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """The next states of a hypothesis; without htmx the hypothesis in the tree."""
    return _of_hypothesis(request, discovery, uuid, "_hypothesis_moves")


def _of_hypothesis(request: Request, discovery: Discovery, uuid: UUID, part: str) -> HttpResponse:
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    asks = asks_for(discovery, "use_cases")
    place = f"hypothesis-{uuid}"
    return _fetched(request, discovery, part, place, hypothesis=hypothesis, asks_for_use_cases=asks)


def _fetched(
    request: Request, discovery: Discovery, part: str, place: str, **context: object
) -> HttpResponse:
    if not request.htmx:
        return redirect(f"{reverse('lvt:tree', args=[discovery.slug])}#{place}")
    return render(request, f"lvt/tree/{part}.html", {"discovery": discovery, **context})


# --- Vision ---------------------------------------------------------------------------------------


@editor
@form_methods
def vision_edit(request: Request, discovery: Discovery) -> HttpResponse:
    """The form of the vision, at its place in the tree."""
    vision = selectors.vision_of(discovery)
    data = request.POST.copy()
    # A form that was opened when there was no vision yet knows no revision: it is stale once there is one.
    data.setdefault("revision", "0")
    form = VisionForm(data if request.method == "POST" else None, instance=vision)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.set_vision(actor=request.actor, discovery=discovery, **form.changes()),
        part=tree_part(request, discovery),
        slot="vision",
        title=_("Vision"),
        message=_("Vision saved"),
    )


# --- Goals, hypotheses, initiatives ---------------------------------------------------------------


class TreePages(InPlace[M]):
    """Pages to add and change items of the tree."""

    def part(self, request: Request, discovery: Discovery, artifact: M) -> PagePart:
        return tree_part(request, discovery)

    def add_slot(self, draft: M) -> str:
        return f"add-{self.kind.noun}-{self.kind.parent(draft).uuid}"

    def slot(self, artifact: M) -> str:
        return f"{self.kind.noun}-{artifact.uuid}"


class GoalPages(TreePages[Goal]):
    """Forms of a goal, in the tree."""

    kind = GOAL
    add_title = gettext_lazy("Add a goal")
    words = ("objective", "outcome", "OKR")
    saved = gettext_lazy("Goal saved")

    def add_slot(self, draft: Goal) -> str:
        return "add-goal"


class HypothesisPages(TreePages[Hypothesis]):
    """Forms of a hypothesis, in the tree."""

    kind = HYPOTHESIS
    add_title = gettext_lazy("Add a hypothesis")
    saved = gettext_lazy("Hypothesis saved")


class InitiativePages(TreePages[Initiative]):
    """Forms of an initiative, in the tree."""

    kind = INITIATIVE
    add_title = gettext_lazy("Add an initiative")
    saved = gettext_lazy("Initiative saved")


GOAL_PAGES, HYPOTHESIS_PAGES, INITIATIVE_PAGES = GoalPages(), HypothesisPages(), InitiativePages()


@editor
@require_POST
def hypothesis_state(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    """Move a hypothesis on in its life."""
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    state: BetState = sent_choice(request, "state", BetState)
    move = services.set_bet_state(actor=request.actor, hypothesis=hypothesis, state=state)
    message = _("The hypothesis is now “%(state)s”") % {"state": state.label}
    return tree_part(request, discovery).answer(request, message, undoes=move)
