"""Displays of the operating model stream for every screen: teams, roles, business processes, governance,
guardrails. Agreements are between people and their managers, so they are shown to no room."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery import operating_model_headlines
from discovery.models import Discovery
from documents.diagrams import Part
from operating_model import edge_framework_drawing, stage_edge_framework_drawing
from operating_model.business_processes.selectors import processes_of
from operating_model.governance import drawing as governance_drawing, stage_drawing
from operating_model.governance.selectors import governance_of, governance_title
from operating_model.guardrails.selectors import register_of
from operating_model.models import Body, BusinessProcess, Flow, Guardrail, GuardrailState
from operating_model.roles.selectors import roles_of
from operating_model.selectors.governance_picture import picture_of
from operating_model.six_steps.selectors import step_words
from operating_model.teams.selectors import MOVES, TeamChange, team_picture, teams_around
from organizations.models import Role
from products.design.product.selectors import NO_USES, uses_of
from products.landscape.selectors import node_id
from workshops.activities.discovery_spotlights import (
    BELOW_HEADLINE,
    PICTURE,
    any_of,
    first_lines,
    picture,
    whole,
)
from workshops.registries import spotlights

_EDGE = gettext_lazy("Operating model in six steps")
# So many open roles are large, above three rows of three others.
_MOST_OPEN, _MOST_OTHERS = 2, 9


def register_own() -> None:
    """Register them."""
    spotlights.register(
        whole(
            "edge",
            _EDGE,
            906,
            PICTURE,
            is_there=lambda _discovery: True,
            context=_edge,
        ),
        whole(
            "teams",
            gettext_lazy("Teams today and tomorrow"),
            100,
            "operating_model/spotlights/teams.html",
            is_there=lambda discovery: teams_around(discovery).exists(),
            context=_teams,
        ),
        whole(
            "roles",
            gettext_lazy("Roles and people"),
            102,
            "operating_model/spotlights/roles.html",
            is_there=lambda discovery: Role.objects.filter(
                organization=discovery.domain.organization_id
            ).exists(),
            context=_roles,
            near=("fill_roles",),
        ),
        whole(
            "processes",
            gettext_lazy("Business processes and ownership"),
            103,
            "operating_model/spotlights/processes.html",
            is_there=any_of(BusinessProcess),
            context=_processes,
        ),
        whole(
            "governance",
            gettext_lazy("Governance: bodies and teams"),
            104,
            PICTURE,
            is_there=any_of(Body, Flow),
            context=_governance,
        ),
        whole(
            "guardrails",
            gettext_lazy("Guardrails"),
            106,
            "operating_model/spotlights/guardrails.html",
            is_there=lambda discovery: (
                Guardrail.objects.filter(discovery=discovery).exclude(state=GuardrailState.RETIRED).exists()
            ),
            context=_guardrails,
        ),
    )


def _edge(discovery: Discovery) -> dict[str, Any] | None:
    """The answers of its steps are on the page only: a screen must not wait for them."""
    steps = step_words()
    drawing = picture(
        discovery,
        "edge",
        stage_edge_framework_drawing.source(steps, shape=BELOW_HEADLINE),
        title=edge_framework_drawing.title(),
        description=edge_framework_drawing.description(steps),
    )
    return {"picture": drawing["picture"], "title": _EDGE, "headline": edge_framework_drawing.title()}


def _teams(discovery: Discovery) -> dict[str, Any] | None:
    teams = team_picture(discovery)
    if not teams.lines:
        return None
    lines = sorted(teams.lines, key=lambda line: line.change == TeamChange.STAYS)
    return {"teams": teams, "moves": MOVES, "headline": teams.headline, **first_lines("lines", lines)}


def _roles(discovery: Discovery) -> dict[str, Any] | None:
    roles = roles_of(discovery)
    if not roles.lines:
        return None
    headline = operating_model_headlines.roles([role.name for role in roles.unfilled])
    lines = sorted(roles.lines, key=lambda line: line.is_filled)
    open_lines = lines[: min(_MOST_OPEN, len(roles.unfilled))]
    others = first_lines("lines", lines[len(open_lines) :], most=_MOST_OTHERS)
    return {"headline": headline, "open_lines": open_lines, **others}


def _processes(discovery: Discovery) -> dict[str, Any] | None:
    lines = processes_of(discovery)
    if not lines:
        return None
    undecided = [line.process.name for line in lines if line.decider is None]
    headline = operating_model_headlines.processes(count=len(lines), undecided=undecided)
    open_first = sorted(lines, key=lambda line: line.decider is not None)
    uses = uses_of(discovery)
    products = (node_id(each.product) for line in lines for each in line.products)
    shared = {uses.get(key, NO_USES).is_shared for key in products}
    marks = [mark for mark, is_shared in (("product", False), ("shared", True)) if is_shared in shared]
    return {
        "headline": headline,
        "marks": marks if True in shared else [],
        **first_lines("lines", open_first),
    }


def _governance(discovery: Discovery) -> dict[str, Any] | None:
    lines = governance_of(discovery)
    governance = picture_of(lines)
    if not governance.boxes:
        return None
    grouped = governance_drawing.group_teams(governance)
    drawing = picture(
        discovery,
        "governance",
        stage_drawing.source(governance, shape=BELOW_HEADLINE),
        stage_drawing.stops(governance, shape=BELOW_HEADLINE),
        title=governance_drawing.title(),
        description=governance_drawing.description(governance),
        parts={box.key: Part(f"{box.word}: {box.name}") for box in grouped.boxes},
    )
    return {**drawing, "headline": governance_title(discovery, lines)}


def _guardrails(discovery: Discovery) -> dict[str, Any] | None:
    """Those that some product doesn't follow first, then the agreed ones; retired ones no longer apply, and
    stay on their page."""
    states = (each for each in register_of(discovery).states if each.state != GuardrailState.RETIRED)
    lines = sorted((line for each in states for line in each.lines), key=lambda line: not line.is_broken)
    if not lines:
        return None
    agreed = [line for line in lines if line.is_agreed]
    broken = [(line.guardrail.name, [each.name for each in line.unexcused]) for line in agreed]
    broken = [(name, products) for name, products in broken if products]
    exceptions = [(line.guardrail.name, each.name) for line in agreed for each in line.excused]
    deviations = sum(len(line.deviations) for line in lines)
    headline = operating_model_headlines.guardrails(
        broken=broken,
        exceptions=exceptions,
        proposed=[line.guardrail.name for line in lines if not line.is_agreed],
    )
    is_in_title = not broken and len(exceptions) == deviations == 1
    return {"headline": headline, "is_exception_in_title": is_in_title, **first_lines("lines", lines)}
