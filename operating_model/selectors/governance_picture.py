"""Bodies, teams and what flows between them, as they are drawn."""

from __future__ import annotations

from django.utils.translation import gettext as _

from operating_model.governance_drawing import Arrow, Box, Picture
from operating_model.models import Flow, GovernanceKind
from operating_model.selectors.governance import BodyLine, Governance, people_in
from organizations.models.people import TeamKind


def picture_of(governance: Governance) -> Picture:
    """Bodies and teams, what flows between them, and what is escalated, to be drawn."""
    boxes = [_body_box(line) for line in governance.bodies]
    boxes += [
        Box(
            f"team{team.pk}",
            team.name,
            str(TeamKind(team.kind).label),
            "team",
            _("Builds %(names)s") % {"names": ", ".join(governance.builds[team.pk])}
            if team.pk in governance.builds
            else "",
        )
        for team in governance.teams
    ]
    arrows = [Arrow(_origin(line.flow), _end(line.flow), line.flow.what) for line in governance.flows]
    arrows += [
        Arrow(
            f"body{line.body.pk}",
            f"body{line.escalates_to.pk}",
            _("what it cannot decide"),
            is_escalation=True,
        )
        for line in governance.bodies
        if line.escalates_to is not None
    ]
    return Picture(tuple(boxes), tuple(arrows))


def _body_box(line: BodyLine) -> Box:
    note = ", ".join(people_in(line)) or _("Nobody sits in it.")
    rhythm = str(line.body.get_cadence_display()) if line.body.cadence else ""
    return Box(
        f"body{line.body.pk}",
        line.body.name,
        str(GovernanceKind(line.body.kind).label),
        line.body.kind,
        f"{rhythm}. {note}" if rhythm else note,
        is_open=not line.seats,
    )


def _origin(flow: Flow) -> str:
    return f"body{flow.from_body_id}" if flow.from_body_id is not None else f"team{flow.from_team_id}"


def _end(flow: Flow) -> str:
    return f"body{flow.to_body_id}" if flow.to_body_id is not None else f"team{flow.to_team_id}"
