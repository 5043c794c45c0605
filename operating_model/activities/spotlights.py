"""What of the operating model stream can be put on every screen: teams, roles, governance. What was agreed
with people is between them and their managers, so it is shown to no room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from discovery.activities.drawings import live_drawing
from discovery.activities.spotlights import MOST_LINES
from discovery.activities.wholes import whole
from discovery.models import Discovery, Role
from discovery.registries import spotlights
from operating_model import edge_drawing, governance_drawing
from operating_model.models import Body, Flow
from operating_model.selectors.frame import step_words
from operating_model.selectors.governance import governance_of, picture_of
from operating_model.selectors.roles import roles_of
from operating_model.selectors.teams import team_picture, teams_around


def register_own() -> None:
    """Register them."""
    for spotlight in (
        whole(
            "edge",
            gettext_lazy("EDGE, the operating model"),
            6,
            "discovery/spotlights/picture.html",
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
        ),
        whole(
            "governance",
            gettext_lazy("Governing bodies and teams"),
            104,
            "discovery/spotlights/picture.html",
            is_there=lambda discovery: any(
                rows.filter(discovery=discovery).exists() for rows in (Body.objects, Flow.objects)
            ),
            context=_governance,
        ),
    ):
        spotlights.register(spotlight)


def _edge(discovery: Discovery) -> dict[str, Any] | None:
    """Which steps are answered is asked on the page: a screen must not wait for it."""
    title, steps = edge_drawing.title(), step_words()
    drawn = live_drawing(
        discovery,
        "edge",
        edge_drawing.source(steps),
        title=title,
        description=edge_drawing.description(steps),
    )
    return {"title": title, "picture": drawn}


def _teams(discovery: Discovery) -> dict[str, Any] | None:
    picture = team_picture(discovery)
    if not picture.lines:
        return None
    lines = picture.lines
    return {"teams": picture, "lines": lines[:MOST_LINES], "more": len(lines[MOST_LINES:])}


def _roles(discovery: Discovery) -> dict[str, Any] | None:
    lines = roles_of(discovery).lines
    return {"lines": lines[:MOST_LINES], "more": len(lines[MOST_LINES:])} if lines else None


def _governance(discovery: Discovery) -> dict[str, Any] | None:
    picture = picture_of(governance_of(discovery))
    if not picture.boxes:
        return None
    title = governance_drawing.title()
    drawn = live_drawing(
        discovery,
        "governance",
        governance_drawing.source(picture),
        title=title,
        description=governance_drawing.description(picture),
    )
    return {"title": title, "picture": drawn}
