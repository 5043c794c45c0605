"""The value tree: its pages, the life of a bet, and what deleting takes along."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, Hypothesis, Initiative, Measure, MeasuredValue, UseCase, Vision
from lvt.policies.bet_states import BET_TRANSITIONS
from lvt.tree import services as tree
from lvt.tree.models import IN_PROGRESS, BetState
from lvt.tree.selectors import value_tree
from organizations.actors import Actor
from tests import factories
from tests.sending import HOSTILE, HTMX

pytestmark = pytest.mark.django_db


def _url(name, discovery, *args):
    return reverse(f"lvt:{name}", args=[discovery.slug, *args])


# --- The life of a bet ----------------------------------------------------------------------------


@pytest.mark.sweep(sample=12)
@pytest.mark.parametrize(("before", "after"), list(product(BetState, BetState)))
def test_a_bet_moves_only_where_the_table_leads(editor, discovery, before, after):
    goal = factories.make(Goal, discovery=discovery, title="Goal")
    bet = factories.make(Hypothesis, goal=goal, statement="Bet", state=before)

    if after in BET_TRANSITIONS[before]:
        tree.set_bet_state(actor=editor, hypothesis=bet, state=after)
        assert Hypothesis.objects.get(pk=bet.pk).state == after
    else:
        with pytest.raises(Conflict, match="can’t become"):
            tree.set_bet_state(actor=editor, hypothesis=bet, state=after)
        assert Hypothesis.objects.get(pk=bet.pk).state == before


def test_every_state_is_in_the_table_and_can_be_left():
    assert set(BET_TRANSITIONS) == set(BetState)
    assert all(BET_TRANSITIONS.values())


def test_more_bets_than_the_limit_cannot_start(editor, goal, bet):
    first, second = (kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement=text)) for text in "ab")
    tree.set_bet_state(actor=editor, hypothesis=first, state=BetState.EXPLORING)
    tree.set_bet_state(actor=editor, hypothesis=second, state=BetState.EXPLORING)

    with pytest.raises(Conflict, match="2 of 2 hypotheses"):
        tree.set_bet_state(actor=editor, hypothesis=bet, state=BetState.EXPLORING)

    # One that is in progress goes on: it does not count against itself.
    tree.set_bet_state(actor=editor, hypothesis=first, state=BetState.IN_DELIVERY)
    kinds.change(actor=editor, artifact=goal, wip_limit=3)
    tree.set_bet_state(actor=editor, hypothesis=bet, state=BetState.EXPLORING)
    assert value_tree(goal.discovery).goals[0].in_progress == 3


@pytest.mark.parametrize("state", sorted(IN_PROGRESS))
def test_a_bet_in_progress_moves_only_to_a_goal_with_room(editor, discovery, goal, bet, state):
    full = kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Full", wip_limit=1))
    factories.make(Hypothesis, goal=full, statement="Busy", state=BetState.EXPLORING)
    kinds.change(actor=editor, artifact=bet, goal=full)
    kinds.change(actor=editor, artifact=bet, goal=goal)
    busy = factories.make(Hypothesis, goal=goal, statement="Started", state=state)

    with pytest.raises(Conflict, match="1 of 1 hypotheses for “Full” is in progress"):
        kinds.change(actor=editor, artifact=busy, goal=full)


def test_a_bet_stays_in_its_discovery(editor, bet):
    elsewhere = factories.make(Goal, discovery=factories.discovery(), title="Elsewhere")
    with pytest.raises(Invalid):
        kinds.change(actor=editor, artifact=bet, goal=elsewhere)


def test_the_page_refuses_with_the_reason_and_offers_undo(client_of, account, discovery, goal, bet):
    client = client_of(account)
    url = _url("hypothesis_state", discovery, bet.uuid)

    moved = client.post(url, {"state": "exploring"}, headers=HTMX)
    assert moved.status_code == 200
    assert moved["HX-Retarget"] == "#tree"
    assert "/undo/" in moved["HX-Trigger"]
    assert "1 in progress, limit 2" in moved.content.decode()

    refused = client.post(url, {"state": "paying_off"}, headers=HTMX)
    assert refused.status_code == 409
    assert "become" in refused["HX-Trigger"]
    assert client.post(url, {"state": "nonsense"}, headers=HTMX).status_code == 409


# --- Order ----------------------------------------------------------------------------------------


def test_siblings_are_reordered_and_a_stale_list_is_refused(client_of, account, editor, discovery, goal):
    other = kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Other"))
    client = client_of(account)
    url = _url("goal_order", discovery)

    assert client.post(url, {"goals": [str(other.uuid), str(goal.uuid)]}, headers=HTMX).status_code == 204
    assert [branch.goal.title for branch in value_tree(discovery).goals] == ["Other", "Higher success"]

    kinds.delete(actor=editor, artifact=other)
    refused = client.post(url, {"goals": [str(goal.uuid), str(other.uuid)]}, headers=HTMX)
    assert refused.status_code == 409
    assert client.post(url, {"goals": ["nonsense"]}, headers=HTMX).status_code == 422


def test_hypotheses_and_initiatives_are_reordered(client_of, account, editor, discovery, goal, bet):
    second = kinds.add(actor=editor, draft=Hypothesis(goal=goal, statement="Second"))
    pilots = [kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name=name)) for name in ("One", "Two")]
    client = client_of(account)

    bets = [str(second.uuid), str(bet.uuid)]
    assert (
        client.post(_url("hypothesis_order", discovery, goal.uuid), {"hypotheses": bets}).status_code == 204
    )
    order = [str(pilot.uuid) for pilot in reversed(pilots)]
    url = _url("initiative_order", discovery, bet.uuid)
    assert client.post(url, {"initiatives": order}).status_code == 204

    leaves = value_tree(discovery).goals[0].hypotheses
    assert [leaf.hypothesis.statement for leaf in leaves] == ["Second", "A 360° view helps"]
    assert [twig.initiative.name for twig in leaves[1].initiatives] == ["Two", "One"]


# --- Forms in place -------------------------------------------------------------------------------


def test_a_form_opens_alone_saves_and_shows_the_tree(client_of, account, discovery, goal):
    client = client_of(account)
    url = _url("goal_edit", discovery, goal.uuid)

    form = client.get(url, headers=HTMX).content.decode()
    assert f'data-in-place="goal-{goal.uuid}"' in form
    assert "<html" not in form
    assert "<html" in client.get(url).content.decode()

    sent = {"title": "Sharper", "wip_limit": 3, "revision": goal.revision}
    saved = client.post(url, sent, headers=HTMX)
    assert saved["HX-Retarget"] == "#tree"
    assert "Sharper" in saved.content.decode()
    assert client.post(url, {**sent, "title": "", "revision": 2}, headers=HTMX).status_code == 422
    assert client.post(url, {**sent, "title": "x" * 201, "revision": 2}, headers=HTMX).status_code == 422
    assert client.post(url, {**sent, "wip_limit": 0, "revision": 2}, headers=HTMX).status_code == 422
    assert client.post(url, {**sent, "revision": 2}).status_code == 303


def test_a_stale_form_shows_both_versions_and_loses_neither(client_of, account, editor, discovery, goal):
    url = _url("goal_edit", discovery, goal.uuid)
    mine = {"title": "Mine", "wip_limit": 2, "revision": goal.revision}
    kinds.change(actor=editor, artifact=goal, title="Theirs")

    client = client_of(account)
    shown = client.post(url, mine, headers=HTMX)
    text = shown.content.decode()
    assert shown.status_code == 409
    assert "Mine" in text
    assert "Theirs" in text
    assert "Eda Editor" in text
    assert Goal.objects.get(pk=goal.pk).title == "Theirs"

    assert client.post(url, {**mine, "revision": 2}, headers=HTMX).status_code == 200
    assert Goal.objects.get(pk=goal.pk).title == "Mine"


def test_two_first_visions_are_one_and_both_are_shown(client_of, account, editor, discovery):
    tree.set_vision(actor=editor, discovery=discovery, statement="Theirs")
    with pytest.raises(Stale):
        tree.set_vision(actor=editor, discovery=discovery, statement="Mine")

    client = client_of(account)
    shown = client.post(_url("vision_edit", discovery), {"statement": "Mine"}, headers=HTMX)
    text = shown.content.decode()
    assert shown.status_code == 409
    assert "Theirs" in text
    assert "Mine" in text
    assert 'name="revision" value="1"' in text
    sent = client.post(_url("vision_edit", discovery), {"statement": "Mine", "revision": 1}, headers=HTMX)
    assert sent.status_code == 200
    assert Vision.objects.get().statement == "Mine"


def test_a_hypothesis_moves_to_another_goal_by_its_form(client_of, account, editor, discovery, bet):
    other = kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Other"))
    url = _url("hypothesis_edit", discovery, bet.uuid)
    sent = {"statement": "Moved", "about_data": "on", "goal": other.pk, "revision": bet.revision}

    assert client_of(account).post(url, sent, headers=HTMX).status_code == 200
    assert Hypothesis.objects.get(pk=bet.pk).goal == other

    foreign = factories.make(Goal, discovery=factories.discovery(), title="Foreign")
    assert (
        client_of(account).post(url, {**sent, "goal": foreign.pk, "revision": 2}, headers=HTMX).status_code
        == 422
    )


@pytest.mark.parametrize("present", ["", "?present"])
def test_hostile_text_comes_through_the_page_inert(client_of, account, discovery, present):
    client = client_of(account)
    client.post(_url("vision_edit", discovery), {"statement": HOSTILE})
    client.post(_url("goal_add", discovery), {"title": HOSTILE, "description": HOSTILE, "wip_limit": 2})
    goal = Goal.objects.get()
    client.post(_url("hypothesis_add", discovery, goal.uuid), {"statement": HOSTILE, "about_data": "on"})
    bet = Hypothesis.objects.get()
    client.post(_url("initiative_add", discovery, bet.uuid), {"name": HOSTILE, "description": HOSTILE})
    sent = {"name": HOSTILE, "unit": "<b>'\"", "target": 3}
    client.post(_url("measure_add", discovery, "goal", goal.uuid), sent)
    assert Initiative.objects.count() == Measure.objects.count() == 1

    page = client.get(_url("tree", discovery) + present).content.decode()

    assert page.count("&lt;script&gt;alert(1)") >= 6
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert "\x07" not in page
    assert "{{ 7|add:7 }}" in page


# --- The page -------------------------------------------------------------------------------------


def test_the_tree_costs_the_same_queries_however_large(
    client_of, account, editor, discovery, goal, branch, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(account)
    client.get(_url("tree", discovery))
    with CaptureQueriesContext(connection) as small:
        client.get(_url("tree", discovery))
    for number in range(4):
        more = kinds.add(actor=editor, draft=Goal(discovery=discovery, title=f"Goal {number}"))
        bet = kinds.add(actor=editor, draft=Hypothesis(goal=more, statement="Bet"))
        pilot = kinds.add(actor=editor, draft=Initiative(hypothesis=bet, name="Pilot"))
        rate = kinds.add(actor=editor, draft=MEASURE.new(pilot, name="Rate", target=Decimal(4)))
        kinds.add(
            actor=editor, draft=MeasuredValue(measure=rate, value=Decimal(1), measured_on=date(2026, 3, 1))
        )
        kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Case", hypothesis=bet))

    with django_assert_num_queries(len(small)):
        client.get(_url("tree", discovery))


def test_an_empty_tree_offers_the_first_step_to_editors_only(client_of, account, discovery):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)

    assert "Write the vision" in client_of(account).get(_url("tree", discovery)).content.decode()
    seen = client_of(viewer).get(_url("tree", discovery)).content.decode()
    assert "No vision yet." in seen
    assert "Write the vision" not in seen


def test_presenting_shows_no_controls(client_of, account, discovery, goal, bet):
    page = client_of(account).get(_url("tree", discovery) + "?present").content.decode()
    assert "A 360° view helps" in page
    assert "hx-post" not in page
    assert "Add a goal" not in page


def test_presenting_shows_one_goal_with_links_to_the_others(client_of, account, editor, discovery, goal, bet):
    kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Second goal"))
    kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Not linked at all"))
    client, url = client_of(account), _url("tree", discovery)
    first = client.get(f"{url}?present").content.decode()
    assert goal.title in first
    assert "Second goal" not in first
    assert "Not linked at all" not in first
    assert 'rel="next" href="?present=2"' in first
    assert 'rel="prev"' not in first
    last = client.get(f"{url}?present=2").content.decode()
    assert "Second goal" in last
    assert goal.title not in last
    assert "Not linked at all" in last
    assert 'rel="prev" href="?present=1"' in last
    assert 'rel="next"' not in last


def test_people_who_may_not_write(client_of, editor, discovery, goal, bet):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    stranger = factories.access(factories.discovery(), DiscoveryRole.FACILITATOR)
    writes = [
        ("goal_delete", goal.uuid),
        ("hypothesis_delete", bet.uuid),
        ("hypothesis_state", bet.uuid),
        ("goal_order",),
    ]
    for name, *args in writes:
        assert client_of(viewer).post(_url(name, discovery, *args)).status_code == 403
        assert client_of(stranger).post(_url(name, discovery, *args)).status_code == 404
        assert client_of(None).post(_url(name, discovery, *args)).status_code == 302
    assert client_of(viewer).get(_url("tree", discovery)).status_code == 200
    assert client_of(stranger).get(_url("tree", discovery)).status_code == 404

    with pytest.raises(NotAllowed):
        kinds.add(actor=Actor.of_account(viewer), draft=Goal(discovery=discovery, title="No"))
    with pytest.raises(NotFound):
        kinds.change(actor=Actor.of_account(stranger), artifact=goal, title="No")


def test_what_belongs_to_another_discovery_is_not_found_here(client_of, account, discovery):
    foreign = factories.make(Goal, discovery=factories.discovery(), title="Foreign")
    client = client_of(account)
    assert client.get(_url("goal_edit", discovery, foreign.uuid)).status_code == 404
    assert client.post(_url("goal_delete", discovery, foreign.uuid)).status_code == 404
    assert client.get(_url("hypothesis_edit", discovery, uuid4())).status_code == 404


def test_owners_are_people_of_the_organization(editor, discovery):
    from organizations.models import Person

    stranger = factories.make(Person, organization=factories.organization(), name="Stranger")
    with pytest.raises(Invalid):
        kinds.add(actor=editor, draft=Goal(discovery=discovery, title="Goal", owner=stranger))


# --- What the database itself refuses -------------------------------------------------------------


@pytest.mark.parametrize(
    ("constraint", "build"),
    [
        (
            "vision_one_per_discovery|vision.discovery_id",
            lambda d, g: [Vision(discovery=d, statement=text) for text in "ab"],
        ),
        ("goal_wip_limit", lambda d, g: [Goal(discovery=d, title="Goal", wip_limit=0)]),
        ("goal_wip_limit", lambda d, g: [Goal(discovery=d, title="Goal", wip_limit=21)]),
        ("hypothesis_state", lambda d, g: [Hypothesis(goal=g, statement="Bet", state="won")]),
        ("measure_hangs_on_one", lambda d, g: [Measure(name="Loose", target=Decimal(1))]),
        (
            "measure_hangs_on_one",
            lambda d, g: [
                Measure(name="Two", target=Decimal(1), goal=g, hypothesis=Hypothesis.objects.first())
            ],
        ),
    ],
)
def test_constraints_hold(discovery, goal, bet, constraint, build):
    model_rows = build(discovery, goal)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(model_rows[0]).objects.bulk_create(model_rows)


def test_a_form_on_a_page_of_its_own_is_sent_as_a_page(client_of, account, discovery):
    """Opened in another tab, there is no tree around it that htmx could put the answer into."""
    client = client_of(account)
    url = _url("vision_edit", discovery)

    assert "hx-post" in client.get(url, headers=HTMX).content.decode()
    page = client.get(url).content.decode()
    form = page[page.index('<form class="form in-place"') : page.index("data-in-place")]
    assert 'method="post"' in form
    assert "hx-post" not in page[page.index(form) :].partition(">")[0]
    sent = client.post(url, {"statement": "Faster"})
    assert (sent.status_code, sent["Location"]) == (303, _url("tree", discovery))
