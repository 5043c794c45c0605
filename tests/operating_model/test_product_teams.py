"""The teams that build data products in the picture of governance, and in what usually flows."""

from __future__ import annotations

import pytest

from operating_model.governance import drawing as governance_drawing, services as governance
from operating_model.governance.drawing import Arrow, GovernanceBox, GovernancePicture
from operating_model.governance.selectors import governance_of
from operating_model.models import Flow
from operating_model.selectors.governance_picture import picture_of
from organizations.models import Team
from products.models import DataProduct
from tests.factories import make
from tests.operating_model.governing import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    at = world()
    make(Team, organization=at.organization, name="Builds nothing")
    for name, state in (("Consent", "live"), ("Field visits", "planned"), ("Old list", "retired")):
        make(
            DataProduct,
            discovery=at.discovery,
            domain=at.discovery.domain,
            name=name,
            kind="source_oriented",
            team=at.team,
            state=state,
        )
    return at


def test_the_usual_bodies_hear_the_teams_that_build_products(at):
    governance.add_standard_bodies(actor=at.editor, discovery=at.discovery)
    with_team = Flow.objects.exclude(from_team=None, to_team=None)
    assert {(flow.from_team, flow.to_team) for flow in with_team} == {(at.team, None), (None, at.team)}
    bodies = {body.kind for flow in with_team for body in (flow.from_body, flow.to_body) if body}
    assert bodies == {"domain"}


def test_the_picture_says_what_each_team_builds(at):
    picture = picture_of(governance_of(at.discovery))
    (team,) = picture.boxes
    assert (team.name, team.note) == ("Brand and campaigns", "Builds Consent, Field visits")
    assert "Brand and campaigns: Builds Consent, Field visits." in governance_drawing.description(picture)


def test_teams_that_say_and_hear_the_same_are_one_box():
    def team(number):
        return GovernanceBox(f"t{number}", f"Team {number}", "Team", "team", f"Builds {number}")

    arrows = [Arrow("b", f"t{number}", "Goals") for number in range(3)]
    arrows.append(Arrow("t2", "b", "Proposals"))
    boxes = (GovernanceBox("b", "Council", "Body", "domain"), team(0), team(1), team(2))
    picture = governance_drawing.group_teams(GovernancePicture(boxes, tuple(arrows)))
    assert [box.name for box in picture.boxes] == ["Council", "Team 0, Team 1", "Team 2"]
    assert picture.boxes[1].note == "Team 0: Builds 0. Team 1: Builds 1."
    assert len(picture.arrows) == 3
