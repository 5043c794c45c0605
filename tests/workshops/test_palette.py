"""The palette beside an agenda: activities in the groups of the guide, added at a place."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests import factories
from tests.factories import make
from tests.workshops.rooms import workshop_with_talks
from workshops.activity_kind import GROUPS
from workshops.agenda import services as agenda
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import AgendaTemplate
from workshops.registries import activity_kinds, kinds_in_groups

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).parents[2] / "docs/guide/activities.md"


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two", "Three")


def titles(workshop):
    return [each.title for each in workshop.tracks.get().activities.all()]


def uuid_of(workshop, title):
    return workshop.tracks.get().activities.get(title=title).uuid


def test_the_groups_are_those_of_the_guide():
    rows = re.findall(r"^\| ([a-z ]+) \| (\[.*activities/.*) \|$", GUIDE.read_text(), re.MULTILINE)
    said = {name: set(re.findall(r"activities/(\w+)\.md", links)) for name, links in rows}
    offered = {str(label).lower(): {kind.key for kind in kinds} for label, kinds in kinds_in_groups()}
    assert offered == said
    assert list(offered) == [str(label).lower() for label in GROUPS.values()]
    assert sum(map(len, offered.values())) == len(list(activity_kinds))


def test_the_page_offers_every_kind_once(client_of, facilitator, workshop):
    page = client_of(facilitator).get(
        reverse("discovery:workshop", args=[workshop.discovery.slug, workshop.uuid])
    )
    offered = re.findall(r'name="kind" value="(\w+)"', page.content.decode())
    assert sorted(offered) == sorted(kind.key for kind in activity_kinds)
    places = re.findall(r'<option value="([0-9a-f-]{36})">Before (\w+)', page.content.decode())
    assert [title for _uuid, title in places] == titles(workshop)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", ["One", "Two", "Three", "Talk"]),
        ("One", ["Talk", "One", "Two", "Three"]),
        ("Three", ["One", "Two", "Talk", "Three"]),
    ],
)
def test_an_activity_is_added_where_it_is_dropped(client_of, facilitator, workshop, before, expected):
    sent = {"kind": "talk", "before": uuid_of(workshop, before) if before else ""}
    url = reverse("discovery:activity_add", args=[workshop.discovery.slug, workshop.uuid])
    answer = client_of(facilitator).post(url, sent, headers={"HX-Request": "true"})
    assert titles(workshop) == expected
    assert "palette-title" not in answer.content.decode(), "the palette stays as it is"


def test_before_something_that_is_gone_it_comes_last(actor, workshop):
    gone = uuid_of(workshop, "Two")
    agenda.delete_activity(actor=actor, activity=workshop.tracks.get().activities.get(uuid=gone))
    agenda.add_activity(actor=actor, workshop=workshop, kind="talk", before=gone)
    elsewhere = factories.activity(factories.workshop(workshop.discovery), "talk", "Elsewhere")
    agenda.add_activity(actor=actor, workshop=workshop, kind="talk", title="Last", before=elsewhere.uuid)
    assert titles(workshop) == ["One", "Three", "Talk", "Last"]


@pytest.mark.parametrize("sent", [{"kind": "nothing"}, {"kind": "talk", "before": "x"}, {}])
def test_what_cannot_be_read_adds_nothing(client_of, facilitator, workshop, sent):
    url = reverse("discovery:activity_add", args=[workshop.discovery.slug, workshop.uuid])
    assert client_of(facilitator).post(url, sent).status_code == 422
    assert len(titles(workshop)) == 3


def test_a_room_offers_no_breakout():
    kinds = {kind.key for _label, several in kinds_in_groups(without=("breakout",)) for kind in several}
    assert kinds == {kind.key for kind in activity_kinds} - {"breakout"}


# --- Agendas to start from ------------------------------------------------------------------------


def test_agendas_are_offered_in_groups_with_description_duration_and_preview(
    client_of, facilitator, workshop
):
    discovery = workshop.discovery
    make(
        AgendaTemplate,
        organization=discovery.domain.organization,
        name="Our <own>",
        description="How we always do it",
        content={"version": 1, "activities": [{"kind": "talk", "title": "Our planned talk", "minutes": 7}]},
    )
    page = client_of(facilitator).get(reverse("discovery:workshop_create", args=[discovery.slug]))
    text = page.content.decode()
    values = re.findall(r'name="agenda" value="([^"]+)"', text)
    assert {f"template:{key}" for key in TEMPLATES} <= set(values)
    assert len(values) == len(set(values)) == len(TEMPLATES) + 3  # one of their own, one earlier, none
    assert all(escape(each.description) in text for each in TEMPLATES.values())
    assert "Our &lt;own&gt;" in text
    assert "Our planned talk" in text
    legends = re.findall(r'<details class="agenda-group" data-found-group open><summary>([^<]+)<', text)
    assert legends == [
        *("Assessment", "Purpose and value", "Priorities"),
        *("Data products", "Operating model", "Platform", "Handover"),
        *("Templates of your organization", "Earlier workshops of this discovery", "Blank"),
    ]
    assert text.count(" checked") == 1


@pytest.mark.parametrize("agenda", ["", "template:nothing", "own:nothing", "workshop:nothing"])
def test_an_agenda_that_is_not_offered_is_refused(client_of, facilitator, workshop, agenda):
    url = reverse("discovery:workshop_create", args=[workshop.discovery.slug])
    answer = client_of(facilitator).post(url, {"name": "Sitting", "agenda": agenda})
    assert answer.status_code == 422
    assert 'value="template:kick_off"' in answer.content.decode()
