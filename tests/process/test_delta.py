"""The Data Mesh delta: dimensions, visits, scores, what moved, and the actions that close a gap."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from organizations.models import Person
from process import exports
from process.delta import services
from process.delta.selectors import delta_of
from process.models import DeltaDimension, DeltaScore, DeltaVisit
from process.overview import delta_standing
from process.report import delta as delta_section, delta_summary
from process.shipped import DIMENSIONS
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.addresses import url
from workshops.models import ActionItem
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture
def actor(account):
    return Actor.of_account(account)


@pytest.fixture
def dimension(actor, discovery):
    return kinds.add(actor=actor, draft=DeltaDimension(discovery=discovery, stream="product", name="Sharing"))


@pytest.fixture
def visit(actor, discovery):
    return services.add_visit(actor=actor, draft=DeltaVisit(discovery=discovery, name="First", held_on=DAY))


@pytest.fixture
def score(actor, visit, dimension):
    return services.score_dimension(
        actor=actor, visit=visit, dimension=dimension, today=1, wanted=4, evidence="Copies"
    )


def test_it_begins_with_the_shipped_dimensions_and_a_visit_of_today(actor, discovery):
    begun = services.begin_delta(actor=actor, discovery=discovery)
    services.begin_delta(actor=actor, discovery=discovery)

    delta = delta_of(discovery)

    assert len(delta.lines) == len(DIMENSIONS)
    assert [stream.kind for stream in delta.streams] == ["operating_model", "product", "tech"]
    assert delta.visit is not None
    assert delta.visit.held_on == timezone.localdate()
    assert delta.lines[0].words == "Not scored yet."
    assert "don’t have a score" in str(delta_standing(discovery).missing)
    undo(actor=actor, target=begun)
    assert delta_of(discovery).visit is None


def test_gaps_add_up_and_the_widest_come_first(actor, discovery, visit, dimension, score):
    other = kinds.add(actor=actor, draft=DeltaDimension(discovery=discovery, stream="tech", name="Finding"))
    services.score_dimension(actor=actor, visit=visit, dimension=other, today=0, wanted=5)
    there = kinds.add(actor=actor, draft=DeltaDimension(discovery=discovery, stream="tech", name="There"))
    services.score_dimension(actor=actor, visit=visit, dimension=there, today=5, wanted=3)

    delta = delta_of(discovery)

    assert [(stream.kind, stream.gap) for stream in delta.streams] == [("product", 3), ("tech", 5)]
    assert [line.dimension.name for line in delta.widest] == ["Finding", "Sharing"]
    assert (delta.gap, delta.scored, delta.without_action) == (8, 3, 2)
    assert delta.streams[0].lines[0].words == "Today: 1 of 5. Target: 4 of 5."
    assert delta_standing(discovery).is_complete


def test_another_visit_wants_the_same_and_shows_what_moved(actor, discovery, visit, dimension, score):
    action = services.make_action(actor=actor, score=score, title="Stop one copy")
    back = kinds.add(actor=actor, draft=DeltaDimension(discovery=discovery, stream="tech", name="Back"))
    services.score_dimension(actor=actor, visit=visit, dimension=back, today=3, wanted=None)

    again = services.add_visit(
        actor=actor,
        draft=DeltaVisit(discovery=discovery, name="Half a year later", held_on=DAY + timedelta(days=180)),
    )
    copied = DeltaScore.objects.get(visit=again)
    assert (copied.today, copied.wanted, copied.action) == (None, 4, action)
    services.score_dimension(
        actor=actor, visit=again, dimension=dimension, today=3, wanted=4, revision=copied.revision
    )
    services.score_dimension(actor=actor, visit=again, dimension=back, today=2, wanted=4)

    delta = delta_of(discovery)

    assert (delta.visit, delta.before) == (again, visit)
    assert {line.dimension.name: line.moved for line in delta.lines} == {"Sharing": 2, "Back": -1}
    assert (delta.forward, delta.backward) == (1, 1)
    assert delta.lines[0].words.endswith("Previous visit: 1.")
    assert [(each.today, each.wanted, each.gap) for each in delta.visits] == [(1, 4, 3), (5, 8, 3)]
    earlier = delta_of(discovery, visit)
    assert (earlier.visit, earlier.before) == (visit, None)


def test_a_visit_that_is_added_later_but_was_earlier_takes_nothing_from_later_ones(
    actor, discovery, visit, dimension, score
):
    services.add_visit(
        actor=actor, draft=DeltaVisit(discovery=discovery, name="Before", held_on=DAY - timedelta(days=9))
    )

    assert DeltaScore.objects.count() == 1
    assert [each.visit.name for each in delta_of(discovery).visits] == ["Before", "First"]


def test_a_score_that_meets_another_one_shows_both(actor, visit, dimension, score):
    with pytest.raises(Stale) as first:
        services.score_dimension(actor=actor, visit=visit, dimension=dimension, today=2, wanted=2)
    with pytest.raises(Stale):
        services.score_dimension(
            actor=actor, visit=visit, dimension=dimension, today=2, wanted=2, revision=score.revision + 1
        )

    assert first.value.current == score


@pytest.mark.parametrize("numbers", [{"today": 6, "wanted": 1}, {"today": 1, "wanted": -1}])
def test_numbers_beside_the_scale_are_refused(actor, visit, dimension, numbers):
    with pytest.raises(Invalid):
        services.score_dimension(actor=actor, visit=visit, dimension=dimension, **numbers)


def test_dimensions_and_visits_are_of_one_discovery(actor, visit, discovery):
    foreign = factories.make(DeltaDimension, discovery=factories.discovery(), stream="tech", name="Elsewhere")

    with pytest.raises(Invalid):
        services.score_dimension(actor=actor, visit=visit, dimension=foreign, today=1, wanted=1)
    with pytest.raises(Invalid):
        kinds.add(actor=actor, draft=DeltaDimension(discovery=discovery, stream="nonsense", name="x"))


def test_a_gap_becomes_one_action_in_its_stream(actor, discovery, score):
    action = services.make_action(actor=actor, score=score, title="Stop one copy")

    assert (action.stream, action.discovery) == ("product", discovery)
    assert delta_of(discovery).lines[0].action == action
    with pytest.raises(Conflict):
        services.make_action(actor=actor, score=score, title="Again")
    kinds.delete(actor=actor, artifact=action)
    assert delta_of(discovery).lines[0].action is None
    services.make_action(actor=actor, score=score, title="Another one")
    assert ActionItem.objects.get().title == "Another one"


def test_what_is_deleted_takes_its_scores_along_and_back(actor, discovery, visit, dimension, score):
    undo(actor=actor, target=kinds.delete(actor=actor, artifact=dimension))
    assert delta_of(discovery).lines[0].today == 1

    deleted = kinds.delete(actor=actor, artifact=visit)

    assert not DeltaScore.objects.exists()
    undo(actor=actor, target=deleted)
    assert delta_of(discovery).lines[0].today == 1


@pytest.mark.parametrize(("role", "error"), [(DiscoveryRole.VIEWER, NotAllowed), (None, NotFound)])
def test_only_editors_write(discovery, visit, dimension, score, role, error):
    account = factories.user() if role is None else factories.access(discovery, role)
    actor = Actor.of_account(account)
    for refused in (
        lambda: services.begin_delta(actor=actor, discovery=discovery),
        lambda: kinds.add(actor=actor, draft=DeltaDimension(discovery=discovery, stream="tech", name="x")),
        lambda: kinds.change(actor=actor, artifact=dimension, name="x"),
        lambda: kinds.delete(actor=actor, artifact=dimension),
        lambda: services.add_visit(actor=actor, draft=DeltaVisit(discovery=discovery, name="x", held_on=DAY)),
        lambda: kinds.change(actor=actor, artifact=visit, name="x"),
        lambda: kinds.delete(actor=actor, artifact=visit),
        lambda: services.score_dimension(actor=actor, visit=visit, dimension=dimension, today=1, wanted=1),
        lambda: services.make_action(actor=actor, score=score, title="x"),
    ):
        with pytest.raises(error):
            refused()


# --- Pages ----------------------------------------------------------------------------------------


def test_a_dimension_is_scored_and_its_gap_becomes_an_action_on_the_page(
    client_of, account, discovery, visit, dimension
):
    browser = client_of(account)
    person = factories.make(Person, organization=discovery.domain.organization, name="Elif")
    sent = {"today": "1", "wanted": "4", "evidence": "<i>Copies</i>"}
    htmx = {"HX-Request": "true"}

    part = browser.post(url("process:delta_score", discovery, visit.uuid, dimension.uuid), sent, headers=htmx)
    old = {**sent, "today": "2", "revision": 99}
    late = browser.post(url("process:delta_score", discovery, visit.uuid, dimension.uuid), old)
    address = url("process:gap_action", discovery, visit.uuid, dimension.uuid)
    chosen = browser.get(address, headers=htmx).context["form"]["uuid"].value()
    asked = {"title": "Stop one copy", "owner": person.pk, "due": "2026-04-01", "uuid": str(chosen)}
    action, again = (browser.post(address, asked, headers=htmx) for _time in range(2))

    text = part.content.decode()
    assert part.headers["HX-Retarget"] == "#delta"
    assert "&lt;i&gt;Copies&lt;/i&gt;" in text
    assert "Today 1, target 4: gap 3" in text
    assert "<title>Sharing: Today: 1 of 5. Target: 4 of 5.</title>" in text
    assert late.status_code == 409
    assert "Stop one copy" in action.content.decode()
    assert "Elif" in action.content.decode()
    assert (again.status_code, again.content) == (action.status_code, action.content)
    another = browser.post(address, asked | {"uuid": str(uuid4())}, headers=htmx)
    assert another.status_code == 409


def test_nothing_is_said_about_steps_before_something_is_scored(
    client_of, account, actor, discovery, visit, dimension
):
    page = url("process:discovery_delta", discovery)
    browser = client_of(account)

    assert "are missing" not in browser.get(page).content.decode()
    services.score_dimension(actor=actor, visit=visit, dimension=dimension, today=1, wanted=4, evidence="")
    assert "<b>3</b> levels to go" in browser.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("process:visit_add", {"name": "Then", "held_on": "0026-01-01"}, "Check the year"),
        ("process:visit_add", {"name": "\u200d", "held_on": "2026-01-01"}, "Enter a few words"),
        ("process:dimension_add", {"name": "x" * 121, "stream": "tech"}, "120"),
        ("process:dimension_add", {"name": "x", "stream": "nonsense"}, "nonsense"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client_of, account, discovery, name, sent, words):
    answer = client_of(account).post(url(name, discovery), sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_visit_is_chosen_by_its_address(client_of, account, actor, discovery, visit, dimension, score):
    services.add_visit(
        actor=actor, draft=DeltaVisit(discovery=discovery, name="Second", held_on=DAY + timedelta(days=9))
    )
    browser = client_of(account)

    first = browser.get(
        url("process:discovery_delta", discovery), {"visit": str(visit.uuid)}
    ).content.decode()
    latest = browser.get(url("process:discovery_delta", discovery), {"visit": "nonsense"}).content.decode()

    assert "Today 1, target 4: gap 3" in first
    assert "Today 1, target 4: gap 3" not in latest


def test_a_viewer_reads_and_is_offered_no_change(client_of, discovery, visit, dimension, score):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)

    text = client_of(viewer).get(url("process:discovery_delta", discovery)).content.decode()

    assert "Today 1, target 4: gap 3" in text
    assert "Create an action" not in text
    assert "Add a visit" not in text


def test_the_page_takes_as_many_queries_however_much_there_is(actor, discovery, django_assert_num_queries):
    services.begin_delta(actor=actor, discovery=discovery)
    visit = DeltaVisit.objects.get()
    for row in DeltaDimension.objects.select_related("discovery"):
        services.score_dimension(actor=actor, visit=visit, dimension=row, today=1, wanted=3)

    with django_assert_num_queries(3):
        assert delta_of(discovery).gap == 2 * len(DIMENSIONS)


def test_the_report_draws_what_was_scored_and_nothing_else(actor, discovery, visit, dimension):
    assert delta_section(discovery) is None
    assert delta_summary(discovery) is None
    services.score_dimension(actor=actor, visit=visit, dimension=dimension, today=1, wanted=4)

    summary = delta_summary(discovery)

    assert summary is not None
    assert [line.dimension.name for line in summary["widest"]] == ["Sharing"]


def test_sheet_and_slides_hold_what_was_scored(actor, discovery, visit, dimension):
    assert exports.delta_slides(discovery) == ()
    services.score_dimension(
        actor=actor, visit=visit, dimension=dimension, today=1, wanted=4, evidence="=1+1"
    )
    services.add_visit(
        actor=actor, draft=DeltaVisit(discovery=discovery, name="Second", held_on=DAY + timedelta(days=9))
    )

    sheet = exports.delta_sheet(discovery)

    assert sheet is not None
    assert [[row[0], row[4], row[5], row[6]] for row in sheet.rows] == [
        ["First", 1, 4, 3],
        ["Second", None, 4, None],
    ]
    assert all(len(row) == len(sheet.columns) for row in sheet.rows)


def test_a_dimension_that_shipped_is_named_in_the_language_of_the_report_until_it_is_changed():
    discovery = factories.discovery()
    ours = make(
        DeltaDimension, discovery=discovery, stream="tech", key="self_service", name="Self-service platform"
    )
    own = make(DeltaDimension, discovery=discovery, stream="tech", name="Measured value", position=1)

    def names(language):
        with translation.override(language):
            return [line.name for line in delta_of(discovery).lines]

    assert names("de") == ["Self-Service-Plattform", "Measured value"]
    assert names("en-us") == [ours.name, own.name]
    with operation(SYSTEM, "test.changed"):
        artifacts.change(ours, name="Platform of ours")
    assert names("de") == ["Platform of ours", "Measured value"]
