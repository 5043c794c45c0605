"""Bodies, teams and their flows, as they are drawn."""

from collections.abc import Iterable

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from discovery.selectors.shipped_texts import in_language_of_now
from operating_model.governance.drawing import Arrow, GovernanceBox, GovernancePicture
from operating_model.governance.selectors import BodyLine, Governance, across_words, people_in
from operating_model.models import Flow, GovernanceKind
from operating_model.shipped import STANDARD_FLOWS
from organizations.models import TeamKind


def _several(kind: str) -> str:
    """The word for several teams of this type."""
    return {
        TeamKind.PRODUCT: _("Data product teams"),
        TeamKind.PLATFORM: _("Platform teams"),
        TeamKind.OTHER: _("Other teams"),
    }[TeamKind(kind)]


def picture_of(governance: Governance) -> GovernancePicture:
    """Bodies and teams, flows and escalations, to be drawn: also from and to the organization's bodies, or,
    in its own discovery, those of each domain."""
    boxes = [*_across_boxes(governance), *(_body_box(line) for line in governance.bodies)]
    boxes += [
        GovernanceBox(
            f"team{team.pk}",
            team.name,
            str(TeamKind(team.kind).label),
            "team",
            _("Builds %(names)s") % {"names": ", ".join(governance.builds[team.pk])}
            if team.pk in governance.builds
            else "",
            words=_several(team.kind),
        )
        for team in governance.teams
    ]
    arrows = [Arrow(_origin(line.flow), _end(line.flow), _what(line.flow)) for line in governance.flows]
    arrows += _across_arrows(governance)
    arrows += [
        Arrow(
            f"body{line.body.pk}",
            _across(GovernanceKind.PORTFOLIO) if line.escalates_to is None else f"body{line.escalates_to.pk}",
            _("escalated decisions"),
            is_escalation=True,
        )
        for line in governance.bodies
        if line.escalates_words
    ]
    return GovernancePicture(tuple(boxes), tuple(arrows))


def _what(flow: Flow) -> str:
    """The content of the flow; a usual flow that no one changed is translated into the reader's language."""
    words = (in_language_of_now(flow.what, each.what) for each in STANDARD_FLOWS)
    return next((each for each in words if each != flow.what), flow.what)


def _across(kind: GovernanceKind) -> str:
    return f"across-{kind.value}"


def _across_boxes(governance: Governance) -> Iterable[GovernanceBox]:
    """The bodies above a domain, one box for each type; in the organization's discovery, one for all
    domains."""
    for line in governance.above:
        people = [name for each in line.above for name in people_in(each)]
        note = ", ".join(people) or _("For all domains")
        yield GovernanceBox(
            _across(line.kind),
            line.above_words,
            str(line.kind.label),
            line.kind.value,
            note,
            count=len(people),
            people=_names(people) or note,
        )
    kind = GovernanceKind.DOMAIN
    if governance.is_of_organization and governance.bodies:
        yield GovernanceBox(
            _across(kind), capfirst(across_words(governance, kind)), str(kind.label), kind.value
        )


def _across_arrows(governance: Governance) -> Iterable[Arrow]:
    for flow in governance.flows_across:
        ends = (_across(flow.there), f"body{flow.body.pk}")
        yield Arrow(*(ends if flow.is_inward else ends[::-1]), flow.what)


def _body_box(line: BodyLine) -> GovernanceBox:
    people = people_in(line)
    note = ", ".join(people) or _("No members yet.")
    rhythm = str(line.body.get_cadence_display()) if line.body.cadence else ""
    return GovernanceBox(
        f"body{line.body.pk}",
        line.body.name,
        str(GovernanceKind(line.body.kind).label),
        line.body.kind,
        f"{rhythm}. {note}" if rhythm else note,
        is_open=not line.seats,
        count=len(people),
        people=_names(people),
    )


def _names(people: Iterable[str]) -> str:
    """The names in a line, each of them unbroken."""
    return ", ".join(name.replace(" ", "\N{NO-BREAK SPACE}") for name in people)


def _origin(flow: Flow) -> str:
    return f"body{flow.from_body_id}" if flow.from_body_id is not None else f"team{flow.from_team_id}"


def _end(flow: Flow) -> str:
    return f"body{flow.to_body_id}" if flow.to_body_id is not None else f"team{flow.to_team_id}"
