"""The agenda as a timeline: its rows on the page, in the console and on paper, and minutes that an edge
changes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.urls import reverse
from lxml import html

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from tests import factories
from tests.architecture.test_style_sheets import rules
from tests.factories import make
from tests.sending import HTMX
from tests.workshops.rooms import workshop_with_talks
from workshops.activity_kind import GROUPS
from workshops.agenda import services as agenda
from workshops.agenda.timeline.selectors import plan_of
from workshops.models import Activity, Track, Workshop
from workshops.room.running import services as running
from workshops.workshop import services as workshops
from workshops.workshop.selectors import track_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 7, 1, 7, 30, tzinfo=UTC)
SHEET = Path("static/css/plan.css")


@pytest.fixture
def workshop():
    made = workshop_with_talks("One", "Two", "Three")
    Workshop.objects.filter(pk=made.pk).update(starts_at=START)
    made.refresh_from_db()
    return made


@pytest.fixture
def breakout(workshop):
    made = factories.activity(workshop, "breakout", "In groups", minutes=30)
    for name, minutes in (("River", (10, 10)), ("Lake", (45,))):
        room = make(Track, workshop=workshop, name=name, breakout=made)
        for position, each in enumerate(minutes):
            make(Activity, track=room, kind="talk", title=f"{name} {each}", minutes=each, position=position)
    return made


def page_of(client, workshop, query=""):
    return client.get(
        reverse("discovery:workshop", args=[workshop.discovery.slug, workshop.uuid]) + query
    ).content.decode()


def minutes_url(activity):
    workshop = activity.track.workshop
    args = [workshop.discovery.slug, workshop.uuid, activity.uuid]
    return reverse("discovery:activity_minutes", args=args)


# --- Rows -----------------------------------------------------------------------------------------


def test_rooms_of_different_length_are_beside_each_other(workshop, breakout, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        plan = plan_of(workshop)
    row = plan.rows[-1]
    assert [room.name for room in row.rooms] == ["River", "Lake"]
    assert [(room.against.left, room.against.over) for room in row.rooms] == [(10, 0), (0, 15)]
    assert {each.scale for room in row.rooms for each in room.rows} == {row.rooms[0].rows[0].scale}
    starts = [room.rows[0].starts_at for room in row.rooms]
    assert starts == [row.starts_at] * 2
    assert plan.minutes == sum(each.activity.minutes for each in plan.rows), "rooms are within the breakout"


def test_a_room_longer_than_its_breakout_is_in_the_lobby(client_of, facilitator, workshop, breakout):
    lobby = client_of(facilitator).get(reverse("discovery:console", args=[workshop.code])).content.decode()
    words = '<b dir="auto">Lake</b> is planned for 45 min, but its breakout has 30.'
    assert words in lobby
    assert f"?track={breakout.rooms.get(name='Lake').uuid}" in lobby
    assert '<b dir="auto">River</b>' not in lobby


def test_a_room_is_measured_against_its_breakout(client_of, facilitator, workshop, breakout):
    room = breakout.rooms.get(name="Lake")
    page = page_of(client_of(facilitator), workshop, f"?track={room.uuid}")
    assert "45 of 30 min planned, 15 min over" in page


def test_page_and_console_draw_the_same_rows(client_of, facilitator, workshop):
    client = client_of(facilitator)
    url = reverse("discovery:region", args=[workshop.code, "agenda"]) + "?surface=console"
    for drawn in (page_of(client, workshop), client.get(url).content.decode()):
        assert drawn.count('class="plan-block"') == 3
        strip = drawn.partition('class="plan-strip"')[2].partition("</ul>")[0]
        blocks = re.findall(r'<rect x="(\d+)" y="0" width="(\d+)"', strip)
        assert blocks == [("0", "10"), ("10", "10"), ("20", "10")]
        assert "min</span></li>" in strip, "the key has minutes"
        rows = drawn.partition("plan-rows")[2].partition("</ol>")[0]
        assert re.findall(r'class="plan-time num"><time datetime="([^"]+)"', rows) == [
            "2026-07-01T07:30:00+00:00",
            "2026-07-01T07:40:00+00:00",
            "2026-07-01T07:50:00+00:00",
        ]
    end = page_of(client, workshop).partition("plan-end")[2].partition("</p>")[0]
    assert 'datetime="2026-07-01T08:00:00+00:00"' in end


def test_the_total_is_measured_against_the_slot_of_the_workshop(client_of, facilitator, workshop):
    client = client_of(facilitator)
    assert "30 min planned</p>" in page_of(client, workshop)
    edit = reverse("discovery:workshop_edit", args=[workshop.discovery.slug, workshop.uuid])
    sent = {"name": "One", "stream": workshop.stream, "starts_at": "2026-07-01T07:30"}
    for minutes, words in (
        (25, "30 of 25 min planned, 5 min over"),
        (30, "30 of 30 min planned</p>"),
        (45, "30 of 45 min planned, 15 min free"),
    ):
        workshop.refresh_from_db()
        sent |= {"minutes_available": minutes, "revision": workshop.revision}
        assert client.post(edit, sent).status_code == 303
        assert words in page_of(client, workshop)
    workshop.refresh_from_db()
    refused = client.post(edit, sent | {"minutes_available": 1441, "revision": workshop.revision})
    assert refused.status_code == 422
    copy = workshops.clone_workshop(actor=factories.SYSTEM, source=workshop, name="Again")
    assert copy.minutes_available == 45


def test_who_only_looks_on_has_no_edge(client_of, workshop):
    editor = factories.access(workshop.discovery, DiscoveryRole.EDITOR, name="Ed Editor")
    assert "data-edge" not in page_of(client_of(editor), workshop)


def test_the_page_of_a_breakout_room_names_it_and_leads_to_the_run_sheet(
    client_of, facilitator, workshop, breakout
):
    room = breakout.rooms.get(name="Lake")
    page = html.fromstring(page_of(client_of(facilitator), workshop, f"?track={room.uuid}"))
    assert page.cssselect("h1")[0].text_content().strip().startswith("Lake")
    links = {each.get("href"): each.text_content().strip() for each in page.cssselect("main a")}
    args = [workshop.discovery.slug, workshop.uuid]
    assert links[reverse("discovery:run_sheet", args=args)] == "Run sheet"
    assert links[reverse("discovery:workshop", args=args)] == str(workshop)
    [beside] = page.cssselect("aside.card")
    assert [each.text_content() for each in beside.cssselect("dd a")] == ["River"], "the other room"
    assert "No facilitator yet" in beside.text_content()
    assert "Join at" not in page.text_content(), "people join the workshop"
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER, name="Vi Viewer")
    seen = page_of(client_of(viewer), workshop, f"?track={room.uuid}")
    assert reverse("discovery:run_sheet", args=args) not in seen


def test_the_join_code_is_on_a_line_of_its_own(client_of, facilitator, workshop):
    page = html.fromstring(page_of(client_of(facilitator), workshop))
    lines = [" ".join(each.text_content().split()) for each in page.cssselect(".join-code > span")]
    assert [each.split()[0] for each in lines] == ["Join", "with"]
    assert lines[1] == f"with code {workshop.spoken_code}"


def test_an_empty_agenda_offers_what_to_begin_with(client_of, facilitator, workshop):
    empty = factories.workshop(workshop.discovery)
    page = page_of(client_of(facilitator), empty)
    box = page[page.index('class="empty"') :]
    assert 'name="kind" value="welcome"' in box[: box.index("</div>")]
    console = reverse("discovery:console", args=[empty.code])
    assert f'class="button" href="{console}"' in page, "one primary action"
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER, name="Vi Viewer")
    assert "A facilitator of this discovery can add them." in page_of(client_of(viewer), empty)


def test_every_kind_of_work_has_a_color_in_both_themes():
    """Kinds name their group, and the style sheet has a color for each group: no list of kinds."""
    every = rules(SHEET)
    chosen = {
        selector: declared for _around, selector, declared in every if selector.startswith("[data-work=")
    }
    names = {group: f"--work-{group.replace('_', '-')}" for group in GROUPS}
    for group, name in names.items():
        assert f"var({name})" in chosen[f'[data-work="{group}"]']
    themes = [said for _around, selector, said in every if selector in (":root", '[data-theme="dark"]')]
    assert len(themes) == 2
    for said in themes:
        assert set(re.findall(r"--work-[a-z-]+(?=:)", said)) == set(names.values())
        colors = re.findall(r"#[0-9a-f]{6}", said)
        assert len(colors) == len(set(colors)) == len(GROUPS)


# --- Minutes --------------------------------------------------------------------------------------


def test_the_edge_changes_the_minutes_and_offers_to_undo_it(client_of, facilitator, workshop):
    two = track_of(workshop).activities.get(title="Two")
    client = client_of(facilitator)
    answer = client.post(minutes_url(two), {"minutes": 25, "revision": two.revision}, headers=HTMX)
    two.refresh_from_db()
    assert (answer.status_code, two.minutes) == (200, 25)
    assert "25 min" in answer.content.decode()
    assert "now takes 25 minutes" in answer["HX-Trigger"]
    undo = reverse("discovery:operation_undo", args=[Operation.objects.latest("pk").uuid])
    assert undo in answer["HX-Trigger"]
    client.post(undo, headers=HTMX)
    two.refresh_from_db()
    assert two.minutes == 10


def test_without_script_it_leads_back_to_the_agenda(client_of, facilitator, workshop):
    two = track_of(workshop).activities.get(title="Two")
    answer = client_of(facilitator).post(minutes_url(two), {"minutes": 1, "revision": two.revision})
    assert answer.status_code == 303
    assert Activity.objects.get(pk=two.pk).minutes == 1


@pytest.mark.parametrize("minutes", ["0", "481", "", "x", "-5"])
def test_minutes_that_no_activity_has_are_refused(client_of, facilitator, workshop, minutes):
    two = track_of(workshop).activities.get(title="Two")
    answer = client_of(facilitator).post(minutes_url(two), {"minutes": minutes}, headers=HTMX)
    assert answer.status_code == 422
    assert Activity.objects.get(pk=two.pk).minutes == 10


def test_what_somebody_changed_meanwhile_is_kept(client_of, facilitator, actor, workshop):
    two = track_of(workshop).activities.get(title="Two")
    agenda.change_activity(actor=actor, activity=two, minutes=40)
    answer = client_of(facilitator).post(minutes_url(two), {"minutes": 25, "revision": 1}, headers=HTMX)
    assert answer.status_code == 409
    assert Activity.objects.get(pk=two.pk).minutes == 40


def test_the_console_has_the_same_edge(client_of, facilitator, actor, workshop):
    running.start_workshop(actor=actor, workshop=workshop)
    one, two, _three = track_of(workshop).activities.all()
    client = client_of(facilitator)
    for activity in (one, two):
        url = reverse("discovery:console_activity_minutes", args=[workshop.code, activity.uuid])
        answer = client.post(url, {"minutes": 12, "revision": activity.revision}, headers=HTMX)
        assert answer.status_code == 204
        assert "undo" in answer["HX-Trigger"]
    assert [each.minutes for each in track_of(workshop).activities.all()] == [12, 12, 10]


def test_an_editor_may_not_change_minutes(client_of, workshop):
    editor = factories.access(workshop.discovery, DiscoveryRole.EDITOR, name="Ed Editor")
    two = track_of(workshop).activities.get(title="Two")
    assert client_of(editor).post(minutes_url(two), {"minutes": 25}, headers=HTMX).status_code == 403


def test_people_are_a_column_only_where_they_differ(client_of):
    workshop = workshop_with_talks("One", "Two")
    client = client_of(factories.access(workshop.discovery, DiscoveryRole.FACILITATOR))
    assert "plan-who" not in page_of(client, workshop)
    Activity.objects.filter(title="One").update(is_anonymous=True)
    assert "Everyone, without names" in page_of(client, workshop)


def test_the_people_that_an_activity_needs_are_named():
    workshop = factories.workshop()
    for kind in ("welcome", "scoring", "consent", "breakout"):
        factories.activity(workshop, kind=kind)
    rows = plan_of(workshop).rows
    assert [row.who for row in rows] == [
        *("Everyone", "Business and IT", "Someone who decides", "Groups, each in its room")
    ]
    assert [row.is_for_all for row in rows] == [True, False, False, False]


def test_a_bar_is_in_scale_where_its_row_has_a_least_height(client_of, facilitator, workshop):
    Activity.objects.filter(title="Two").update(minutes=5)
    _one, two, _three = plan_of(workshop).rows
    assert two.length < two.height
    bars = re.findall(
        r'plan-block"><svg width="6" height="([0-9.]+)em"', page_of(client_of(facilitator), workshop)
    )
    assert [float(each) for each in bars] == [2 * two.length, two.length, 2 * two.length]


@pytest.mark.parametrize(
    ("title", "label"), [("Score the use cases", ""), ("Votes", "Score use cases"), ("", "Score use cases")]
)
def test_the_kind_is_left_out_where_the_title_has_its_words(title, label):
    workshop = factories.workshop()
    factories.activity(workshop, kind="scoring", title=title)
    [row] = plan_of(workshop).rows
    assert row.kind_label == label
