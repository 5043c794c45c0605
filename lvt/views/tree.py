"""The value tree: its page, its drawing, and editing in place."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from discovery.exceptions import DrawingFailed
from discovery.models import Discovery
from discovery.models.discovery import DiscoveryRole
from discovery.reports.diagrams import draw_svg
from discovery.reports.in_turn import takes_turn
from discovery.web import access
from discovery.web.form_pages import form_methods, posted
from discovery.web.in_place import PagePart, edit_in_place
from discovery.web.lookups import find
from discovery.web.pages import page
from discovery.web.requests import Request, sent_choice, sent_order
from lvt.drawing import tree_source
from lvt.forms.tree import GoalForm, HypothesisForm, InitiativeForm, VisionForm
from lvt.models.tree import BetState
from lvt.permissions import may_edit_tree
from lvt.selectors import tree as selectors
from lvt.services import tree as services

editor = access.discovery(DiscoveryRole.EDITOR)
viewer = access.discovery(DiscoveryRole.VIEWER)


# --- The page -------------------------------------------------------------------------------------


@viewer
@require_safe
def tree(request: Request, discovery: Discovery) -> HttpResponse:
    """The tree; with `?present` for the projector, large and without anything to press."""
    return _tree(request, discovery, presenting="present" in request.GET)


def _tree(request: Request, discovery: Discovery, *, presenting: bool = False) -> HttpResponse:
    context = {
        "frame": "base.html" if presenting else "discovery/base.html",
        "discovery": discovery,
        "tree": selectors.value_tree(discovery),
        "presenting": presenting,
        "editing": not presenting and may_edit_tree(request.actor, discovery),
    }
    return page(request, "lvt/tree/tree.html", context, part="tree")


def tree_part(request: Request, discovery: Discovery) -> PagePart:
    return PagePart("tree", reverse("lvt:tree", args=[discovery.slug]), lambda: _tree(request, discovery))


@viewer
@require_safe
def diagram(request: Request, discovery: Discovery) -> HttpResponse:
    """The tree as one drawing. What cannot be drawn is said on the page."""
    drawing, problem = "", ""
    tree = selectors.value_tree(discovery)
    is_empty = not (tree.vision or tree.goals)
    try:
        drawing = mark_safe(_drawing(discovery))  # noqa: S308  made inert by draw_svg
    except DrawingFailed as failure:
        problem = str(failure)
    context = {"discovery": discovery, "drawing": drawing, "problem": problem, "is_empty": is_empty}
    return page(request, "lvt/tree/diagram.html", context)


@viewer
@require_safe
@takes_turn
def diagram_svg(request: Request, discovery: Discovery) -> HttpResponse:
    """The drawing as a file."""
    return HttpResponse(
        _drawing(discovery),
        content_type="image/svg+xml",
        headers={"Content-Disposition": f'attachment; filename="{discovery.slug}-value-tree.svg"'},
    )


def _drawing(discovery: Discovery) -> str:
    found = selectors.value_tree(discovery)
    return draw_svg(
        tree_source(selectors.drawn(found, discovery.name)),
        title=_("Value tree of %(discovery)s") % {"discovery": discovery.name},
        description=_("From the vision to goals, hypotheses, use cases and initiatives."),
    )


# --- Vision ---------------------------------------------------------------------------------------


@editor
@form_methods
def vision_edit(request: Request, discovery: Discovery) -> HttpResponse:
    vision = selectors.vision_of(discovery)
    sent = request.POST.copy()
    # A form that was opened when there was no vision yet knows no revision: it is stale once there is one.
    sent.setdefault("revision", "0")
    form = VisionForm(sent if request.method == "POST" else None, instance=vision)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.set_vision(
            actor=request.actor, discovery=discovery, revision=form.seen, **form.values()
        ),
        part=tree_part(request, discovery),
        slot="vision",
        title=_("Vision"),
        message=_("Vision saved"),
    )


# --- Goals ----------------------------------------------------------------------------------------


@editor
@form_methods
def goal_add(request: Request, discovery: Discovery) -> HttpResponse:
    form = GoalForm(posted(request), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_goal(actor=request.actor, discovery=discovery, **form.values()),
        part=tree_part(request, discovery),
        slot="add-goal",
        title=_("Add a goal"),
        message=_("Goal added"),
    )


@editor
@form_methods
def goal_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    goal = find(selectors.goals_of(discovery), uuid=uuid)
    form = GoalForm(posted(request), instance=goal, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_goal(actor=request.actor, goal=goal, revision=form.seen, **form.values()),
        part=tree_part(request, discovery),
        slot=f"goal-{uuid}",
        title=_("Edit the goal"),
        message=_("Goal saved"),
    )


@editor
@require_POST
def goal_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    goal = find(selectors.goals_of(discovery), uuid=uuid)
    said = selectors.deletion_of(goal)
    done = services.delete_goal(actor=request.actor, goal=goal)
    return tree_part(request, discovery).answer(request, said, undoes=done)


@editor
@require_POST
def goal_order(request: Request, discovery: Discovery) -> HttpResponse:
    order = sent_order(request, "goals")
    services.reorder_goals(actor=request.actor, discovery=discovery, order=order)
    return HttpResponse(status=204)


# --- Hypotheses -----------------------------------------------------------------------------------


@editor
@form_methods
def hypothesis_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    goal = find(selectors.goals_of(discovery), uuid=uuid)
    form = HypothesisForm(posted(request), discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_hypothesis(actor=request.actor, goal=goal, **form.values()),
        part=tree_part(request, discovery),
        slot=f"add-hypothesis-{uuid}",
        title=_("Add a hypothesis"),
        message=_("Hypothesis added"),
    )


@editor
@form_methods
def hypothesis_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    form = HypothesisForm(posted(request), instance=hypothesis, discovery=discovery)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_hypothesis(
            actor=request.actor, hypothesis=hypothesis, revision=form.seen, **form.values()
        ),
        part=tree_part(request, discovery),
        slot=f"hypothesis-{uuid}",
        title=_("Edit the hypothesis"),
        message=_("Hypothesis saved"),
    )


@editor
@require_POST
def hypothesis_state(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    state: BetState = sent_choice(request, "state", BetState)
    done = services.set_bet_state(actor=request.actor, hypothesis=hypothesis, state=state)
    message = _("The bet is now “%(state)s”") % {"state": state.label}
    return tree_part(request, discovery).answer(request, message, undoes=done)


@editor
@require_POST
def hypothesis_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    done = services.delete_hypothesis(actor=request.actor, hypothesis=hypothesis)
    return tree_part(request, discovery).answer(
        request, _("Hypothesis deleted. Its use cases are loose ends now."), undoes=done
    )


@editor
@require_POST
def hypothesis_order(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    goal = find(selectors.goals_of(discovery), uuid=uuid)
    services.reorder_hypotheses(actor=request.actor, goal=goal, order=sent_order(request, "hypotheses"))
    return HttpResponse(status=204)


# --- Initiatives ----------------------------------------------------------------------------------


@editor
@form_methods
def initiative_add(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    form = InitiativeForm(posted(request))
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.add_initiative(actor=request.actor, hypothesis=hypothesis, **form.values()),
        part=tree_part(request, discovery),
        slot=f"add-initiative-{uuid}",
        title=_("Add an initiative"),
        message=_("Initiative added"),
    )


@editor
@form_methods
def initiative_edit(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    initiative = find(selectors.initiatives_of(discovery), uuid=uuid)
    form = InitiativeForm(posted(request), instance=initiative)
    return edit_in_place(
        request,
        discovery,
        form,
        lambda: services.change_initiative(
            actor=request.actor, initiative=initiative, revision=form.seen, **form.values()
        ),
        part=tree_part(request, discovery),
        slot=f"initiative-{uuid}",
        title=_("Edit the initiative"),
        message=_("Initiative saved"),
    )


@editor
@require_POST
def initiative_delete(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    initiative = find(selectors.initiatives_of(discovery), uuid=uuid)
    done = services.delete_initiative(actor=request.actor, initiative=initiative)
    return tree_part(request, discovery).answer(request, _("Initiative deleted"), undoes=done)


@editor
@require_POST
def initiative_order(request: Request, discovery: Discovery, uuid: UUID) -> HttpResponse:
    hypothesis = find(selectors.hypotheses_of(discovery), uuid=uuid)
    order = sent_order(request, "initiatives")
    services.reorder_initiatives(actor=request.actor, hypothesis=hypothesis, order=order)
    return HttpResponse(status=204)
