"""Two scenarios side by side: each is a what-if of its own, and the choice becomes the decision."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from lvt.rounds.selectors import current_results
from lvt.rounds.services import reveal
from products.models import DataProduct, Scenario
from products.planning.what_if.forms import compared
from products.planning.what_if_scenarios.selectors import has_new_order, pair_of, scenarios_of
from products.report_value import cut_line_section
from tests import factories
from tests.factories import SYSTEM, make
from tests.lvt.rooms import scoring_room
from tests.products import value_world
from tests.products.value_world import score
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(discovery):
    built = value_world.build(discovery)
    score(built, dashboard=3, digital=4)
    return built


def _url(discovery, name="what_if_two"):
    return reverse(f"products:{name}", args=[discovery.slug])


def test_both_stand_beside_what_is_recorded_and_nothing_is_written(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    count = Operation.objects.count()
    first = f"drop={world.digital.uuid}&now=4"
    second = f"effort={world.digital.uuid}:50&now=4"
    answer = viewer.get(f"{_url(world.discovery)}?{second}&beside={quote(first)}")
    assert answer.status_code == 200
    two = answer.context["compared"]
    assert [len(world.line.use_cases) for _name, world in two.worlds] == [2, 1, 2]
    assert [str(each) for each in two.scenarios[0].comparison.dark] == ["Case digital"]
    rows = [
        (str(case), [(place.rank, place.is_served) for _name, place in places]) for case, places in two.rows
    ]
    assert rows == [
        ("Case digital", [(1, True), (1, False), (1, True)]),
        ("Case dashboard", [(2, True), (2, True), (2, True)]),
    ]
    assert two.chart is not None
    page = answer.content.decode()
    for words in ("Digital is left out", "Digital takes 50 person-weeks", "First scenario", 'class="chart"'):
        assert words in page
    assert "Choose “First scenario”" not in page
    assert Operation.objects.count() == count


def test_the_choice_is_decided_with_the_other_as_its_alternative(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    first, second = f"drop={world.digital.uuid}&now=4", f"effort={world.digital.uuid}:50&now=4"
    page = editor.get(f"{_url(world.discovery)}?{second}&beside={quote(first)}").content.decode()
    assert "Choose “First scenario”" in page
    shown = editor.get(f"{_url(world.discovery, 'what_if_keep')}?{second}&beside={quote(first)}")
    said = shown.context["form"]["alternatives"].value()
    chosen, other, recorded = said.split("\n\n")
    assert chosen.startswith("Chosen: Digital takes 50 person-weeks")
    assert other.startswith("The alternative: Digital is left out")
    assert other.endswith("Stops working: Case digital.")
    assert recorded.startswith("Current plan: 2 use cases are served")


def test_one_scenario_is_set_beside_another_on_the_page(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    first = f"drop={world.digital.uuid}&now=4"
    url = _url(world.discovery, "what_if")
    assert "Compare with another scenario" in viewer.get(f"{url}?{first}").content.decode()
    asked = viewer.get(f"{url}?out=&drop={world.digital.uuid}&beside={quote(first)}").content.decode()
    assert "Compare both scenarios" in asked
    assert 'name="beside"' in asked


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?beside=",
        "?beside=drop%3Dnot-a-uuid",
        "?beside=%00&drop=%00",
        "?beside=" + quote("&".join(f"a{number}=1" for number in range(2_000))),
        "?beside=%25ff%2526",
    ],
)
def test_what_names_nothing_is_as_recorded(world, client_of, query):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    answer = viewer.get(_url(world.discovery) + query)
    assert answer.status_code == 200
    assert "A scenario has no changes" in answer.content.decode()


def test_without_scores_there_is_nothing_to_compare(discovery, client_of):
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    assert "Nothing is ranked yet" in viewer.get(_url(discovery)).content.decode()


def _save(world, client, name, query):
    return client.post(
        f"{_url(world.discovery, 'scenario_add')}?{query}", {"name": name, "uuid": str(uuid4())}
    )


def test_a_scenario_is_saved_under_a_name_and_compared(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    assert _save(world, editor, "Without <Digital>", f"drop={world.digital.uuid}&now=4").status_code == 303
    assert _save(world, editor, "Slow", f"effort={world.digital.uuid}:50&now=4").status_code == 303
    slow, dropped = scenarios_of(world.discovery)
    assert dropped.changes == f"drop={world.digital.uuid}&now=4"

    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    answer = viewer.get(_url(world.discovery, "scenarios"))
    two = answer.context["compared"]
    assert [name for name, _world in two.worlds] == ["Current plan", "Slow", "Without <Digital>"]
    assert [len(each.line.use_cases) for _name, each in two.worlds] == [2, 2, 1]
    assert two.chart is not None
    highest = max(each.highest for _name, each in two.worlds)
    assert {each.whole for each in two.outcomes} == {highest}, "each bar and its number are of the same"
    assert two.pair == pair_of(slow, dropped) == pair_of(dropped, slow)
    page = answer.content.decode()
    assert "Without &lt;Digital&gt;" in page
    assert "Digital is left out" in page
    assert "Rename" not in page, "viewers change nothing"
    ticked = viewer.get(f"{_url(world.discovery, 'scenarios')}?scenario={slow.uuid}").context["compared"]
    assert [each.name for each in ticked.scenarios] == ["Slow"]

    section = cut_line_section(world.discovery)
    assert section is not None
    drawn = render_to_string("products/report/cut_line.html", section)
    assert "<b>Without &lt;Digital&gt;:</b> Digital is left out." in drawn
    names = re.findall(r'<th scope="row">([^<]*)</th>', drawn.partition("<h2>Scenarios</h2>")[2])
    assert names == ["Current plan", "Slow", "Without &lt;Digital&gt;"], "each beside the current plan"

    # Where they are not asked for by name, they are known by what they change.
    page = viewer.get(f"{_url(world.discovery)}?{slow.changes}&beside={quote(dropped.changes)}").content
    assert b"Without &lt;Digital&gt;" in page


def test_a_scenario_that_is_sent_again_is_saved_once(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    url, form = f"{_url(world.discovery, 'scenario_add')}?weeks=7", {"name": "Short", "uuid": str(uuid4())}
    assert [editor.post(url, form).status_code for _time in range(2)] == [303, 303]
    assert editor.post(url, {**form, "name": "Else"}).status_code == 409
    assert [each.name for each in scenarios_of(world.discovery)] == ["Short"]


def test_what_changes_nothing_is_no_scenario(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    assert _save(world, editor, "Nothing", "now=4").status_code == 422
    assert scenarios_of(world.discovery) == []
    assert "No saved scenarios yet" in editor.get(_url(world.discovery, "scenarios")).content.decode()
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    assert _save(world, viewer, "Mine", "weeks=7").status_code == 403


def test_the_chosen_one_is_decided_with_all_others_as_alternatives(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    _save(world, editor, "Dropped", f"drop={world.digital.uuid}")
    _save(world, editor, "Slow", f"effort={world.digital.uuid}:50")
    _save(world, editor, "Short", "weeks=3")
    page = editor.get(_url(world.discovery, "scenarios")).content.decode()
    address = unescape(page.partition(f'href="{_url(world.discovery, "what_if_keep")}')[2].partition('"')[0])
    shown = editor.get(_url(world.discovery, "what_if_keep") + address)
    said = shown.context["form"]["alternatives"].value()
    assert said.count("The alternative: ") == 2
    assert said.startswith("Chosen: there are 3 person-weeks")


def test_scenarios_of_other_capacities_stand_beside_one_that_is_recorded(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    for now in ("now=4", "now=2", ""):
        _save(world, editor, now or "None", f"drop={world.digital.uuid}&{now}")
    two = editor.get(_url(world.discovery, "scenarios")).context["compared"]
    assert [each.name for each in two.scenarios] == ["None", "now=2", "now=4"]
    assert len({each.comparison.before.line.limit for each in two.scenarios}) == 1
    words = {each.name: each.comparison.summary for each in two.scenarios}
    recorded = two.scenarios[0].comparison.before.line.limit
    assert "new data products instead of" not in words["None"]
    assert f"2 new data products instead of {recorded}" in words["now=2"]
    assert f"4 new data products instead of {recorded}" in words["now=4"]


@pytest.mark.parametrize("order", [1, -1])
def test_another_capacity_is_a_change_where_two_are_compared_and_decided(world, client_of, order):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    _save(world, editor, "Dropped", f"drop={world.digital.uuid}&now=4")
    _save(world, editor, "Slow", f"effort={world.digital.uuid}:50")
    first, second = scenarios_of(world.discovery)[::order]
    shown = editor.get(f"{_url(world.discovery)}?{second.changes}&beside={quote(first.changes)}")
    two = shown.context["compared"]
    assert [each.name for each in two.scenarios] == [first.name, second.name]
    assert len({each.comparison.before.line.limit for each in two.scenarios}) == 1
    assert "new data products instead of" in two.scenarios[1].comparison.summary
    assert two.pair == pair_of(first, second)
    # The changed worlds are those that were saved.
    alone = [editor.get(f"{_url(world.discovery, 'what_if')}?{each.changes}") for each in (first, second)]
    assert [each.comparison.after.line.limit for each in two.scenarios] == [
        each.context["asked"].after.line.limit for each in alone
    ]
    kept = editor.get(
        f"{_url(world.discovery, 'what_if_keep')}?{first.changes}&beside={quote(second.changes)}"
    )
    said = kept.context["form"]["alternatives"].value()
    assert "new data products instead of" in said.partition("The alternative: ")[2]


def test_what_is_not_there_any_more_changes_nothing(world, client_of):
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR))
    make(Scenario, discovery=world.discovery, name="Of a file", changes=f"drop={uuid4()}&%ff=%00&now=x")
    answer = editor.get(_url(world.discovery, "scenarios"))
    assert answer.status_code == 200
    assert "A scenario has no changes" in answer.content.decode()


def test_two_are_put_on_every_screen(world, client_of):
    spotlight = spotlights.get("scenarios")
    assert spotlight.choices(world.discovery) == []
    for name, changes in (("Dropped", f"drop={world.digital.uuid}"), ("Short", "weeks=3")):
        make(Scenario, discovery=world.discovery, name=name, changes=changes)
    ((uuid, label),) = spotlight.choices(world.discovery)
    assert label == "Short, Dropped"
    context = spotlight.context(world.discovery, uuid)
    assert context is not None
    drawn = render_to_string(spotlight.template, {**context, "audience": "stage"})
    assert "Digital is left out" in drawn
    assert 'class="chart"' not in drawn, "no use case changes its place"
    assert spotlight.context(world.discovery, str(uuid4())) is None

    account = factories.access(world.discovery, DiscoveryRole.FACILITATOR)
    address = _url(world.discovery, "scenarios")
    assert "On every screen" not in client_of(account).get(address).content.decode()
    room = factories.workshop(world.discovery, state="live")
    page = client_of(account).get(address).content.decode()
    assert f"Show on all screens in “{room}”" in page
    assert uuid in page
    factories.workshop(world.discovery, state="live")
    page = client_of(account).get(address).content.decode()
    assert page.count("Show on all screens") == 1, "both are in its menu"
    assert page.count(f'"uuid": "{uuid}"') == 2


@pytest.mark.parametrize(
    ("ranks", "is_new"),
    [
        ([], False),
        ([[1, 1, 1], [2, 2, 2]], False),
        ([[1, None, 1], [2, 1, 2], [3, 2, 3]], False),
        ([[1, 2], [2, 1]], True),
        ([[1, 2], [2, 2], [None, 1]], False),
    ],
)
def test_places_are_drawn_where_use_cases_that_stay_change_their_order(ranks, is_new):
    assert has_new_order(ranks) == is_new


def _compared(world, **changes):
    rows = [
        make(Scenario, discovery=world.discovery, name=name, changes=each) for name, each in changes.items()
    ]
    two = compared(world.discovery, rows)
    assert two is not None
    return two


def test_the_verdict_names_the_highest_total_and_by_how_much(world):
    less = _compared(world, None_built="then=0", More="then=4")
    assert less.is_proven
    totals = [each.total.total for each in less.outcomes]
    assert [each.is_best for each in less.outcomes] == [False, False, True]
    more = totals[2] - max(totals[:2])
    assert less.verdict == f"“More” reaches the highest total score: {more} more than “Current plan”."
    assert {each.whole for each in less.outcomes} == {max(each.highest for _name, each in less.worlds)}
    assert _on_stage(less).count("<rect") == 2 * len(less.outcomes)
    assert max(each.bar for each in less.outcomes) <= 100


def test_equal_totals_are_told_apart_by_their_effort(world):
    digital = world.digital.uuid
    same = _compared(world, Longer=f"effort={digital}:50&now=4", Dropped=f"drop={digital}&now=4")
    assert not any(each.is_best for each in same.outcomes)
    assert same.verdict.startswith("Current plan and Longer reach the same total score")
    assert same.winner is None, "one of its products has no effort"
    assert [each.weeks_words for each in same.outcomes] == ["14 (3 of 4 estimated)", "64", "14"]
    DataProduct.objects.filter(discovery=world.discovery).update(effort=4)
    less = _compared(world, Shorter=f"effort={digital}:1&now=4", Other=f"effort={digital}:9&now=4")
    assert less.verdict.startswith("All scenarios reach the same total score")
    assert "“Shorter” takes the fewest person-weeks" in less.verdict
    assert less.winner == 1


def _on_stage(two):
    context = {"compared": two, "heard": "", "chart": None, "more": 0, "audience": "stage"}
    return render_to_string("products/spotlights/scenarios.html", context)


def test_totals_by_other_weights_are_not_compared(client_of):
    room = scoring_room()
    room.give(room.join("Ann"), 5)
    reveal(actor=SYSTEM, round=room.round)
    results = current_results(room.discovery)
    assert results is not None
    changes = f"{results.criteria[0].uuid}=4"
    two = compared(
        room.discovery,
        [make(Scenario, discovery=room.discovery, name=each, changes=changes) for each in ("One", "Two")],
    )
    assert two is not None
    assert "can’t be compared" in two.verdict
    assert "<rect" not in _on_stage(two)


def test_any_two_are_found_and_those_of_the_latest_offered(world):
    spotlight = spotlights.get("scenarios")
    for weeks in range(1, 6):
        make(Scenario, discovery=world.discovery, name=f"{weeks} weeks", changes=f"weeks={weeks}")
    *_latest, second_oldest, oldest = scenarios_of(world.discovery)
    assert spotlight.context(world.discovery, str(pair_of(oldest, second_oldest))) is not None
    assert len(spotlight.choices(world.discovery)) == 6


def test_so_many_are_drawn_as_come_furthest_up_in_any_world(world):
    out, less = f"out={world.success.uuid}", f"effort={world.digital.uuid}:50"
    two = compared(
        world.discovery,
        [make(Scenario, discovery=world.discovery, name=each, changes=each) for each in (out, less)],
    )
    assert two is not None
    chart, more = two.foremost(1)
    assert chart is not None
    assert [line.name[0][1] for line in chart.lines] == ["Case digital"]
    assert more == len(two.rows) - 1 == 1
    whole, none = two.foremost(9)
    assert whole is not None
    assert two.chart is not None
    assert (whole.rows, whole.heads, none) == (two.chart.rows, two.chart.heads, 0)
    assert two.chart.captions == (("Current plan",), ("1",), ("2",))
    assert [lines[0][:4] for lines in whole.captions] == ["Curr", "out=", "effo"]


def test_other_weights_are_saved_as_a_scenario(client_of):
    room = scoring_room()
    room.give(room.join("Ann"), 5)
    reveal(actor=SYSTEM, round=room.round)
    editor = client_of(factories.access(room.discovery, DiscoveryRole.EDITOR))
    results = current_results(room.discovery)
    assert results is not None
    first = results.criteria[0]
    page = editor.get(reverse("lvt:weights", args=[room.discovery.slug]), {str(first.uuid): "4"})
    address = _url(room.discovery, "scenario_add")
    query = unescape(page.content.decode()).partition(f'href="{address}?')[2].partition('"')[0]
    saved = editor.post(f"{address}?{query}", {"name": "Heavier", "uuid": str(uuid4())})
    assert saved.status_code == 303
    (heavier,) = scenarios_of(room.discovery)
    assert heavier.changes == f"{first.uuid}=4"
