"""A what-if as a sheet of numbers: fields, errors, undo, differences, and the screens that follow."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from core.exceptions import Conflict
from core.models import Operation
from core.selectors.request_cache import one_reading
from discovery.discoveries.models import DiscoveryRole
from lvt.models import Criterion, ScoringRound
from lvt.scoring.models import RoundState
from products.models import InputPort, ShownWhatIf
from products.planning.what_if import forms
from products.planning.what_if.selectors import what_if
from products.planning.what_if_scenarios.selectors import places_chart
from products.selectors.what_if_coverage import WhatIfChanges
from products.services import what_if_broadcast as shown_what_if
from tests import factories
from tests.factories import SYSTEM, make
from tests.products.value_world import SOURCE, decide, product
from tests.technology.fit import change
from workshops.models import Workshop
from workshops.registries import spotlights
from workshops.room.steering.selectors import shown_in_spotlight

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(ranked):
    return ranked


def _asked(world, **changes):
    asked = what_if(world.discovery, WhatIfChanges(**changes))
    assert asked is not None
    return asked


def _url(discovery, name="what_if"):
    return reverse(f"products:{name}", args=[discovery.slug])


# --- The sheet of numbers -------------------------------------------------------------------------


def test_every_number_has_a_field_that_holds_the_one_of_the_plan(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    criterion = Criterion.objects.get()
    make(Criterion, method=criterion.method, name="Reach", question="How far?", scale_min=0, scale_max=10)
    text = viewer.get(_url(world.discovery), {"now": 4}).content.decode()
    for name, recorded in (
        (f"effort-{world.hcp.uuid}", "8"),
        (f"effort-{world.digital.uuid}", ""),
        (str(criterion.uuid), "1"),
        ("then", "4"),
    ):
        field = text.partition(f'name="{name}"')[2].partition(">")[0]
        for attribute in ("value", "placeholder", "data-plan"):
            assert f' {attribute}="{recorded}"' in field, name


def test_a_number_of_the_plan_changes_nothing(world, client_of):
    """Without scripts, all fields are sent."""
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    criterion = Criterion.objects.get()
    make(Criterion, method=criterion.method, name="Reach", question="How far?", scale_min=0, scale_max=10)
    plan = {"then": "4", "weeks": "", f"effort-{world.hcp.uuid}": "8.0", str(criterion.uuid): "1"}
    text = viewer.get(_url(world.discovery), {"now": 4, **plan}).content.decode()
    assert "No changes yet" in text
    assert 'class="cell changed"' not in text
    assert all(" hidden>" in way for way in re.findall(r"<button[^>]*data-resets[^>]*>", text))


def test_a_changed_number_says_the_one_of_the_plan(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    sent = {"now": 4, "then": 6, "effort": f"{world.digital.uuid}:9"}
    text = viewer.get(_url(world.discovery), sent).content.decode()
    shown = [way for way in re.findall(r"<button[^>]*data-resets[^>]*>", text) if " hidden>" not in way]
    assert ["was 4" in way for way in shown] == [True, False], "Digital has no estimate yet"
    assert text.count('class="cell changed"') == 2


def test_a_number_above_a_thousand_is_one_that_its_field_takes(world, client_of):
    change(world.hcp, effort=Decimal("1250.5"))
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    text = viewer.get(_url(world.discovery), {"now": 4}).content.decode()
    assert 'value="1250.5"' in text.partition(f'name="effort-{world.hcp.uuid}"')[2].partition(">")[0]
    same = {"now": 4, f"effort-{world.hcp.uuid}": "1250.5"}
    assert "No changes yet" in viewer.get(_url(world.discovery), same).content.decode()


def test_a_live_product_has_no_effort_to_change(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    mark, field = '<td class="recorded num">live</td>', f'name="effort-{world.hcp.uuid}"'
    text = viewer.get(_url(world.discovery), {"now": 4}).content.decode()
    assert mark not in text
    assert field in text
    change(world.hcp, state="live")
    sent = {"now": 4, "effort": f"{world.hcp.uuid}:20"}
    text = viewer.get(_url(world.discovery), sent).content.decode()
    assert text.count(mark) == 1
    assert field not in text
    assert "data-undoes" not in text, "it isn't built again, so its effort counts nowhere"


def test_without_changes_there_is_one_column(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    text = viewer.get(_url(world.discovery), {"now": 3}).content.decode()
    answer = text.partition('id="what-if-answer"')[2]
    assert "Changed" not in answer
    assert 'class="difference' not in answer
    text = viewer.get(_url(world.discovery), {"now": 3, "then": 4}).content.decode()
    answer = text.partition('id="what-if-answer"')[2]
    assert answer.count('class="difference num"') == 4
    assert f'href="{_url(world.discovery, "cut_line")}?k=3"' in text, "the way back, with the same capacity"


def test_what_was_not_served_does_not_stop(world):
    dropped = frozenset({str(world.digital.uuid)})
    served = _asked(world, now=4, dropped=dropped)
    assert [str(each) for each in served.dark] == ["Case digital"]
    assert served.unreachable == ()
    out_of_reach = _asked(world, now=3, dropped=dropped)
    assert out_of_reach.dark == ()
    assert [str(each) for each in out_of_reach.unreachable] == ["Case digital"]
    assert "Stops working" not in out_of_reach.summary


def test_the_answer_counts_the_products_that_were_asked_for(world):
    dropped = frozenset({str(world.digital.uuid)})
    asked = _asked(world, now=3, then=7, dropped=dropped)
    assert asked.answer.startswith("With 7 new data products, ")


def test_several_fields_change_at_once_and_the_address_says_it_in_short(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    sent = {
        "typed": "1",
        "now": "4",
        "then": "",
        f"effort-{world.hcp.uuid}": "16",
        f"effort-{world.visits.uuid}": "4",  # as recorded
        "drop": str(world.digital.uuid),
    }
    answer = viewer.get(_url(world.discovery), sent, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "HCP 360 takes 16 person-weeks instead of 8" in text
    assert "Digital is left out" in text
    assert text.count("data-undoes") == 2
    assert "<form" not in text.partition('id="what-if-answer"')[0], "what is typed would be lost"
    query = f"drop={world.digital.uuid}&effort={world.hcp.uuid}:16&now=4"
    address = answer.headers["HX-Replace-Url"]
    assert sorted(address.partition("?")[2].split("&")) == sorted(query.split("&"))
    again = viewer.get(address).content.decode()
    assert 'value="16"' in again.partition(f'name="effort-{world.hcp.uuid}"')[2].partition(">")[0]


def test_what_is_wrong_in_a_field_is_said_beside_it_and_the_others_count(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    criterion = Criterion.objects.get()
    make(Criterion, method=criterion.method, name="Reach", question="How far?", scale_min=0, scale_max=10)
    sent = {
        f"effort-{world.hcp.uuid}": "-3",
        "weeks": "lots",
        str(criterion.uuid): "x",
        "then": "3",
        "now": "4",
    }
    text = viewer.get(_url(world.discovery), sent).content.decode()
    for name in (f"effort-{world.hcp.uuid}", "weeks", str(criterion.uuid)):
        beside = text.partition(f'id="id_{name}-wrong">')[2].partition("</p>")[0]
        assert beside.strip(), name
        assert f'data-of="id_{name}"' in text
    assert "there are 3 new data products instead of 4" in text


def test_all_changes_are_undone_with_a_way_back(world, client_of):
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    sent = {"drop": str(world.digital.uuid), "weeks": "9", "now": "4"}
    text = viewer.get(_url(world.discovery), sent).content.decode()
    reset = unescape(re.findall(r'href="\?([^"]*back=[^"]*)"', text)[0])
    undone = viewer.get(f"{_url(world.discovery)}?{reset}").content.decode()
    assert "All changes were undone." in undone
    assert "data-undoes" not in undone
    back = unescape(re.findall(r'href="\?([^"]*drop=[^"]*)"', undone)[0])
    assert viewer.get(f"{_url(world.discovery)}?{back}").content.decode().count("data-undoes") == 2


def test_what_enters_and_leaves_is_named_and_drawn(world, client_of):
    more = _asked(world, now=3, then=4)
    assert [str(row.use_case) for row in more.enters] == ["Case digital"]
    assert more.leaves == ()
    less = _asked(world, now=4, then=3)
    assert [str(row.use_case) for row in less.leaves] == ["Case digital"]
    chart = places_chart(less, 9)
    assert chart is not None
    full = {line.name[0][1]: [dot.is_full for dot in line.dots] for line in chart.lines}
    assert full == {"Case digital": [True, False], "Case dashboard": [True, True]}
    assert not any(line.is_moved for line in chart.lines)
    one = places_chart(less, 1)
    assert one is not None
    assert [line.name[0][1] for line in one.lines] == ["Case digital"]


def test_an_effort_elsewhere_is_not_told(world, client_of):
    other = factories.discovery(factories.domain(world.discovery.domain.organization, "Lab"), "Other")
    stocks = product(other, "Stocks", SOURCE, effort=37)
    make(InputPort, product=world.visits, feeder=stocks, kind="product")
    viewer = client_of(factories.access(world.discovery, DiscoveryRole.VIEWER))
    text = viewer.get(_url(world.discovery), {"now": 4}).content.decode()
    field = text.partition(f'name="effort-{stocks.uuid}"')[2].partition(">")[0]
    assert 'value="" placeholder="" data-plan=""' in field
    words = _asked(world, now=4, efforts={str(stocks.uuid): Decimal(5)}).words
    assert [text for text, _part in words] == ["Stocks takes 5 person-weeks"]


# --- On the screens of a room ---------------------------------------------------------------------


def _drawn(room):
    shown = shown_in_spotlight(type(room).objects.get(pk=room.pk))
    assert shown is not None
    return render_to_string(shown.spotlight.template, {**shown.context, "audience": "stage"})


def test_the_screens_follow_the_changes(world, client_of):
    facilitator = client_of(factories.access(world.discovery, DiscoveryRole.FACILITATOR))
    room = factories.workshop(world.discovery, state="live")
    show = _url(world.discovery, "what_if_show")
    dropped = f"?drop={world.digital.uuid}&now=4"
    before = facilitator.get(_url(world.discovery) + dropped).content.decode()
    assert f"Show on all screens in “{room}”" in before
    shown = facilitator.post(show + dropped, {"live": room.code})
    assert shown.status_code == 303
    assert f"live={room.code}" in shown.headers["Location"]
    assert "Digital is left out" in _drawn(room)
    assert "No longer served" in _drawn(room)

    page = facilitator.get(f"{_url(world.discovery)}?weeks=9&now=4&live={room.code}").content.decode()
    assert "with each change" in page
    assert '"follow": "1"' in page
    revision = Workshop.objects.get(pk=room.pk).live_revision
    operations = Operation.objects.count()
    assert facilitator.post(f"{show}?weeks=9&now=4", {"live": room.code, "follow": "1"}).status_code == 204
    assert "There are 9 person-weeks" in _drawn(room)
    assert Workshop.objects.get(pk=room.pk).live_revision > revision
    assert Operation.objects.count() == operations, "each letter would be an entry of the log"
    same = facilitator.get(f"{_url(world.discovery)}?weeks=9&now=4&live={room.code}").content.decode()
    assert '"follow": "1"' not in same


def test_several_live_workshops_are_one_choice(world, client_of):
    facilitator = client_of(factories.access(world.discovery, DiscoveryRole.FACILITATOR))
    rooms = [factories.workshop(world.discovery, state="live") for _each in range(3)]
    asked = f"{_url(world.discovery)}?weeks=9&now=4"
    page = facilitator.get(asked).content.decode()
    assert page.count("Show on all screens") == 1
    menu = page.partition('id="what-if-rooms"')[2].partition("</div>")[0]
    assert re.findall(r'name="live" value="(\w+)"', menu) == [room.code for room in rooms]

    # One that follows has a line of its own, and is no choice.
    facilitator.post(_url(world.discovery, "what_if_show") + "?weeks=9&now=4", {"live": rooms[0].code})
    page = facilitator.get(f"{asked}&live={rooms[0].code}").content.decode()
    assert page.count("with each change") == 1
    menu = page.partition('id="what-if-rooms"')[2].partition("</div>")[0]
    assert re.findall(r'name="live" value="(\w+)"', menu) == [room.code for room in rooms[1:]]


def test_a_change_that_arrives_late_does_not_replace_a_newer_one(world, client_of):
    facilitator = client_of(factories.access(world.discovery, DiscoveryRole.FACILITATOR))
    room = factories.workshop(world.discovery, state="live")
    show = _url(world.discovery, "what_if_show")
    facilitator.post(f"{show}?weeks=9&now=4", {"live": room.code})

    def follow(weeks, **order):
        sent = {"live": room.code, "follow": "1", **order}
        return facilitator.post(f"{show}?weeks={weeks}&now=4", sent).status_code

    assert follow(11, device="ab", tap=2) == 204
    assert follow(10, device="ab", tap=1) == 204
    assert "There are 11 person-weeks" in _drawn(room)
    assert follow(12, device="cd", tap=1) == 204
    assert "There are 12 person-weeks" in _drawn(room)
    assert follow(13, device="cd", tap="x") == 422


def test_all_screens_work_the_what_if_out_once(world, monkeypatch):
    room = factories.workshop(world.discovery, state="live")
    shown_what_if.show(actor=SYSTEM, room=room, changes="weeks=9&now=4")
    asked = []

    def counted(*given):
        asked.append(given)
        return what_if(*given)

    monkeypatch.setattr(forms, "what_if", counted)
    with one_reading():
        assert _drawn(room) == _drawn(room)
    assert len(asked) == 1


def test_the_screens_do_not_follow_what_is_not_on_them(world, client_of):
    account = factories.access(world.discovery, DiscoveryRole.FACILITATOR)
    room = factories.workshop(world.discovery, state="live")
    show = _url(world.discovery, "what_if_show")
    assert client_of(account).post(f"{show}?weeks=9", {"live": room.code, "follow": "1"}).status_code == 204
    assert not ShownWhatIf.objects.exists()
    assert client_of(account).post(f"{show}?weeks=9", {"live": "NOROOM"}).status_code == 422
    editor = client_of(factories.access(world.discovery, DiscoveryRole.EDITOR, name="Ed"))
    assert editor.post(f"{show}?weeks=9", {"live": room.code}).status_code == 403
    assert "Show on all screens" not in editor.get(_url(world.discovery) + "?weeks=9").content.decode()


def test_more_changes_than_fit_are_refused(world):
    room = factories.workshop(world.discovery, state="live")
    with pytest.raises(Conflict, match="too many changes"):
        shown_what_if.show(actor=SYSTEM, room=room, changes="x" * 4001)
    assert not ShownWhatIf.objects.exists()


def test_hidden_scores_are_on_no_screen(world):
    room = factories.workshop(world.discovery, state="live")
    shown_what_if.show(actor=SYSTEM, room=room, changes="weeks=9")
    spotlight = spotlights.get("what_if")
    assert [uuid for uuid, _label in spotlight.choices(world.discovery)] == [str(room.uuid)]
    ScoringRound.objects.update(state=RoundState.OPEN, revealed_at=None)
    assert spotlight.choices(world.discovery) == []
    assert spotlight.context(world.discovery, str(room.uuid)) is None


# --- The answer -----------------------------------------------------------------------------------


def test_the_answer_says_why_the_first_place_is_not_served(world):
    first = str(_asked(world).before.ranking[0].use_case)
    assert f"{first}, first in the ranking, would need" in _asked(world, now=1).answer
    assert _asked(world, now=1).answer.startswith("With 1 new data product, ")
    assert _asked(world, now=1).lead.endswith(" can be served.")
    assert _asked(world, now=1).reasons.startswith(f"{first}, first in the ranking, would need")
    everything = _asked(world, now=9999)
    assert "first in the ranking" not in everything.answer
    without = _asked(world, now=9999, dropped=frozenset({str(world.hcp.uuid), str(world.digital.uuid)}))
    assert "first in the ranking, needs a data product that is left out." in without.answer
    assert _asked(world, weeks=Decimal(1)).answer.startswith(
        "With 1 person-week, no use case can be served. "
    )


def test_the_answer_compares_the_capacity_with_the_shortlist(world):
    ranking = _asked(world).before.ranking
    names = {str(case.pk): name for name, case in world.use_cases.items()}
    first = ranking[0].use_case
    decide(world, names[str(first.pk)])
    answer = _asked(world, now=1).answer
    assert f"{first}, first in the ranking and on the shortlist, would need" in answer
    assert "The shortlist needs" not in answer, "it is said once"
    decide(world, *names.values())
    assert "The shortlist needs" in _asked(world, now=1).answer
    assert "shortlist" not in _asked(world, now=9999).answer
    assert [row.use_case for row in _asked(world).rows if row.is_decided]
