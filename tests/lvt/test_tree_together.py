"""Drawing the value tree together: proposing on phones, taking up on the console, everybody seeing it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.exceptions import Conflict, NotAllowed
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from live import Snapshot
from lvt.models import Goal, Hypothesis, Measure, Proposal, Vision
from lvt.proposals import services
from lvt.proposals.forms import TreeSettings
from lvt.proposals.models import Tier
from lvt.proposals.selectors import CLOSED, own_proposals, pending_proposals
from lvt.tree.activity import TreeTogether
from organizations.actors import Actor
from tests import factories
from workshops.activities.console_regions import draw_people
from workshops.activities.regions import draw_clock, draw_item, draw_items, draw_main
from workshops.actors import RoomActor
from workshops.contributions import services as contributions
from workshops.joining.people_without_device.services import add_proxy
from workshops.models import Workshop
from workshops.room.running import services as running
from workshops.room.running.selectors import progress_of, room_state
from workshops.services import activity_phases
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db

TITLES = (
    "What will be different once this has worked?",
    "What do we believe will get us there?",
    "How will we measure success?",
    "Our value tree",
)


@pytest.fixture
def workshop():
    made = factories.workshop()
    factories.activity(made, "tree_together", "Our value tree")
    factories.activity(made, "talk", "Talk")
    return made


@pytest.fixture
def facilitator(workshop):
    return Actor.of_account(factories.access(workshop.discovery))


@pytest.fixture
def anna(workshop):
    return factories.participant(workshop, "Anna")


@pytest.fixture
def activity(workshop, facilitator):
    running.start_workshop(actor=facilitator, workshop=workshop)
    return room_state(workshop.pk).current


@pytest.fixture
def goal(workshop):
    return factories.make(Goal, discovery=workshop.discovery, title="Keep customers")


def propose(activity, person, text, tier=Tier.GOAL, **fields):
    return services.propose(
        actor=RoomActor.of_participant(person), activity=activity, tier=tier, text=text, **fields
    )


def go_to(activity, facilitator, phase):
    held = activity_phases.set_phase(
        actor=facilitator, activity=activity, from_phase=activity.phase, to=phase
    )
    held.track = activity.track
    return held


def send(client, activity, **fields):
    url = reverse("lvt:proposal_add", args=[activity.track.workshop.code, activity.uuid])
    return client.post(url, {"tier": "goal", "text": "Win", **fields}, headers={"Accept": "application/json"})


def test_a_proposal_waits_on_the_list_until_one_tap_puts_it_into_the_tree(
    client_of, workshop, activity, anna, facilitator
):
    answer = send(client_of(anna), activity, text="Win new customers").json()
    proposal = Proposal.objects.get()

    assert answer["message"] == "It is on the facilitator’s list"
    assert not Goal.objects.exists()
    assert "Win new customers" in draw_main(Snapshot(workshop.pk, 1, "console", frozenset()))
    for audience in ("room", "stage"):
        assert "Win new customers" not in draw_items(Snapshot(workshop.pk, 1, audience, frozenset()))
    assert [each.state for each in own_proposals(activity, anna)] == ["waiting"]

    console = client_of(facilitator.account)
    console.post(reverse("lvt:proposal_accept", args=[workshop.code, proposal.uuid]))

    grown = Goal.objects.get()
    proposal.refresh_from_db()
    assert (grown.title, proposal.became) == ("Win new customers", grown.uuid)
    assert [each.state for each in own_proposals(activity, anna)] == ["in_tree"]
    for audience in ("room", "stage", "console"):
        sent = str(draw_item(Snapshot(workshop.pk, 1, audience, frozenset()), str(grown.uuid)))
        assert "Win new customers" in sent
        assert "Anna" in sent
    with pytest.raises(Conflict):
        contributions.accept(services.PROPOSALS, actor=facilitator, row=proposal)
    undo(actor=facilitator, target=grown.history.first().operation)
    assert not Goal.objects.exists()
    assert list(pending_proposals(activity)) == [proposal]


def test_each_tier_grows_where_it_belongs(workshop, activity, anna, facilitator, goal):
    for tier, text, parent in (
        (Tier.VISION, "Everybody knows their customers", None),
        (Tier.HYPOTHESIS, "Knowing earlier helps", goal.uuid),
        (Tier.MEASURE, "Fewer leave", goal.uuid),
    ):
        proposal = propose(activity, anna, text, tier, parent=parent)
        contributions.accept(services.PROPOSALS, actor=facilitator, row=proposal)
    bet = Hypothesis.objects.get()
    contributions.accept(
        services.PROPOSALS,
        actor=facilitator,
        row=propose(activity, anna, "Calls a week", Tier.MEASURE, parent=bet.uuid),
    )

    assert Vision.objects.get().statement == "Everybody knows their customers"
    assert bet.goal == goal
    assert [(m.name, m.goal, m.hypothesis, m.target) for m in Measure.objects.order_by("pk")] == [
        ("Fewer leave", goal, None, None),
        ("Calls a week", None, bet, None),
    ]


def test_straight_into_the_tree_with_the_name_of_who_proposed_it(workshop, activity, anna, goal, facilitator):
    activity.settings = {"take_up": "straight"}
    activity.save_base(raw=True, update_fields=["settings"])
    activity = go_to(activity, facilitator, Tier.HYPOTHESIS)

    propose(activity, anna, "Knowing earlier helps", Tier.HYPOTHESIS, parent=goal.uuid)
    # A late one of another tier, and a vision, are for the facilitator to take up.
    propose(activity, anna, "A late goal")
    propose(activity, anna, "A vision", Tier.VISION)

    assert [bet.statement for bet in goal.hypotheses.all()] == ["Knowing earlier helps"]
    assert [each.text for each in pending_proposals(activity)] == ["A late goal", "A vision"]
    sent = str(draw_item(Snapshot(workshop.pk, 1, "stage", frozenset()), str(goal.uuid)))
    assert "Anna" in sent


def test_a_proposal_that_is_sent_twice_is_one(client_of, activity, anna, workshop):
    uuid = "9a1f6f6e-3f9e-4d6a-9a39-0c6d1c2f7e11"
    assert send(client_of(anna), activity, uuid=uuid).status_code == 200
    assert send(client_of(anna), activity, uuid=uuid).status_code == 200
    assert Proposal.objects.count() == 1
    ben = factories.participant(workshop, "Ben")
    assert send(client_of(ben), activity, uuid=uuid).status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ""},
        {"text": "\x00\x07 "},
        {"text": "x" * 201},
        {"text": "x" * 10_000, "tier": "vision"},
        {"tier": "planet"},
        {"tier": "hypothesis"},
        {"tier": "measure", "parent": "no uuid"},
    ],
)
def test_what_cannot_be_proposed_is_refused_with_a_sentence(client_of, activity, anna, fields):
    answer = send(client_of(anna), activity, **fields)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert all(
        isinstance(each, str) for errors in answer.json().get("errors", {}).values() for each in errors
    )
    assert not Proposal.objects.exists()


def test_a_parent_of_another_discovery_or_in_the_trash_is_none(activity, anna, goal, facilitator):
    elsewhere = factories.make(Goal, discovery=factories.discovery(), title="Elsewhere")
    with pytest.raises(Conflict):
        propose(activity, anna, "Bet", Tier.HYPOTHESIS, parent=elsewhere.uuid)
    listed = propose(activity, anna, "Bet", Tier.HYPOTHESIS, parent=goal.uuid)
    kinds.delete(actor=facilitator, artifact=goal)
    with pytest.raises(Conflict):
        propose(activity, anna, "Bet", Tier.HYPOTHESIS, parent=goal.uuid)
    with pytest.raises(Conflict, match="was deleted"):
        contributions.accept(services.PROPOSALS, actor=facilitator, row=Proposal.objects.get(pk=listed.pk))


def test_nothing_is_taken_while_closed_or_after_the_room_moved_on(
    client_of, activity, anna, facilitator, workshop
):
    closed = go_to(activity, facilitator, "closed")
    assert send(client_of(anna), closed).status_code == 409
    opened = go_to(closed, facilitator, Tier.GOAL)
    assert send(client_of(anna), opened).status_code == 200
    track = workshop.tracks.select_related("workshop").get()
    running.move_on(actor=facilitator, track=track, from_activity=track.current)
    assert send(client_of(anna), activity).status_code == 409


def test_only_facilitators_take_up_decline_and_edit(activity, anna, goal, workshop):
    proposal = propose(activity, anna, "Win")
    editor = Actor.of_account(factories.access(workshop.discovery, DiscoveryRole.EDITOR))
    for act in (contributions.accept, contributions.decline):
        with pytest.raises(NotAllowed):
            act(services.PROPOSALS, actor=editor, row=proposal)
    with pytest.raises(NotAllowed):
        services.change_item(actor=editor, workshop=workshop, item=goal, title="Mine")
    with pytest.raises(NotAllowed):
        services.take_out(actor=editor, workshop=workshop, item=goal)


def test_editing_on_the_console_shows_both_versions_when_somebody_was_quicker(
    client_of, activity, goal, workshop, facilitator
):
    url = reverse("lvt:room_tree_edit", args=[workshop.code, "goal", goal.uuid])
    console = client_of(facilitator.account)
    kinds.change(actor=facilitator, artifact=goal, title="Theirs")

    stale = console.post(url, {"title": "Mine", "revision": goal.revision}, headers={"HX-Request": "true"})

    assert stale.status_code == 409
    assert "Theirs" in stale.content.decode()
    again = console.post(
        url, {"title": "Mine", "revision": goal.revision + 1}, headers={"HX-Request": "true"}
    )
    assert again.status_code == 204
    assert "dialog:close" in again["HX-Trigger"]
    out = console.post(reverse("lvt:room_tree_take_out", args=[workshop.code, "goal", goal.uuid]))
    assert "/undo/" in out["HX-Trigger"]
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", '" onfocus="x', "=1+1", "\u202eabc", "{{ 7 }}"]
)
def test_hostile_proposals_are_inert_everywhere(client_of, activity, anna, facilitator, workshop, text):
    propose(activity, anna, text)
    contributions.accept(services.PROPOSALS, actor=facilitator, row=propose(activity, anna, text))
    pages = [draw_items(Snapshot(workshop.pk, 1, each, frozenset())) for each in ("room", "console", "stage")]
    pages.append(draw_main(Snapshot(workshop.pk, 1, "console", frozenset())))
    mine = client_of(anna).get(reverse("discovery:region", args=[workshop.code, "mine"]))
    for page in (*pages, mine.content.decode()):
        assert "<img" not in page
        assert '" onfocus' not in page


def test_a_phone_offers_what_there_is_to_hang_on(client_of, activity, anna, facilitator, workshop):
    bets = go_to(activity, facilitator, Tier.HYPOTHESIS)
    url = reverse("discovery:region", args=[workshop.code, "mine"])
    assert "No goal to link this to yet" in client_of(anna).get(url).content.decode()
    goal = factories.make(Goal, discovery=workshop.discovery, title="Keep customers")
    factories.make(Hypothesis, goal=goal, statement="Knowing earlier helps")
    offered = client_of(anna).get(url).content.decode()
    assert '<option value="" selected>Choose a goal' in offered
    assert f'<option value="{goal.uuid}">Keep customers' in offered
    go_to(bets, facilitator, Tier.MEASURE)
    assert "Knowing earlier helps</option>" in client_of(anna).get(url).content.decode()


def test_the_console_says_what_somebody_without_a_device_proposed(workshop, activity, facilitator):
    nora = add_proxy(actor=facilitator, workshop=workshop, display_name="Nora", side="it")
    assert "No device" in draw_people(Snapshot(workshop.pk, 1, "console", frozenset()))

    propose(activity, nora, "Win new customers")

    shown = draw_people(Snapshot(workshop.pk, 2, "console", frozenset()))
    assert "1 proposal<" in shown
    assert "No device" not in shown


def test_a_room_begins_with_the_tier_of_its_settings(workshop, facilitator):
    activity = workshop.tracks.get().activities.first()
    activity.settings = {"tier": "measure"}
    activity.save_base(raw=True, update_fields=["settings"])
    running.start_workshop(actor=facilitator, workshop=workshop)
    current = room_state(workshop.pk).current
    assert current
    assert current.phase == "measure"


def test_the_title_asks_for_the_tier_and_names_the_activity_once_closed(activity, facilitator, workshop):
    titles: list[str] = []
    for phase in ("vision", "hypothesis", "measure", CLOSED):
        activity = go_to(activity, facilitator, phase)
        titles.append(draw_clock(Snapshot(workshop.pk, len(titles) + 1, "stage", frozenset())))
    for title, words in zip(titles, TITLES, strict=True):
        assert f">{words}</h1>" in title


def test_settings_progress_and_results(activity, anna, facilitator, workshop):
    form = TreeSettings({}, activity=activity)
    assert form.is_valid()
    assert form.cleaned_data == {"take_up": "list", "tier": "goal"}
    kind = TreeTogether()
    assert kind.results(activity) is None
    contributions.accept(services.PROPOSALS, actor=facilitator, row=propose(activity, anna, "Win"))
    propose(activity, anna, "Lose less")
    results = kind.results(activity)
    assert results
    assert [(str(label), [each.text for each in rows]) for label, rows in results["tiers"]] == [
        ("Goal", ["Win"])
    ]
    assert [each.text for each in results["left"]] == ["Lose less"]
    assert progress_of(room_state(workshop.pk)).partial == {str(anna.uuid): "2 proposals"}


def test_people_count_who_proposed_for_the_present_step(activity, anna, facilitator, workshop, goal):
    propose(activity, anna, "Win")
    assert progress_of(room_state(workshop.pk)).begun == 1
    bets = go_to(activity, facilitator, Tier.HYPOTHESIS)
    assert progress_of(room_state(workshop.pk)).begun == 0
    propose(bets, anna, "Knowing earlier helps", Tier.HYPOTHESIS, parent=goal.uuid)
    assert progress_of(room_state(workshop.pk)).partial == {str(anna.uuid): "1 proposal"}


def test_the_stage_marks_what_a_goal_lacks(activity, facilitator, workshop, goal):
    other = factories.make(Goal, discovery=workshop.discovery, title="Win customers")
    bet = factories.make(Hypothesis, goal=other, statement="Knowing earlier helps")
    go_to(activity, facilitator, CLOSED)

    def marks(revision):
        """The closed tree's title, and the marks of both goals."""
        pages = draw_clock(Snapshot(workshop.pk, revision, "stage", frozenset()))
        items = [
            draw_item(Snapshot(workshop.pk, revision, "stage", frozenset()), str(each.uuid))
            for each in (goal, other)
        ]
        return pages, *(
            [words for words in ("No hypothesis yet", "No measure yet") if words in (item or "")]
            for item in items
        )

    title, bare, measurable = marks(1)
    assert "A hypothesis is missing for 1 of 2 goals, a measure of success for 2" in title
    assert (bare, measurable) == (["No hypothesis yet", "No measure yet"], ["No measure yet"])
    factories.make(Measure, hypothesis=bet, name="Calls")
    factories.make(Measure, goal=goal, name="Leavers")
    title, bare, measurable = marks(2)
    assert "1 of 2 goals has no hypothesis yet" in title
    assert (bare, measurable) == (["No hypothesis yet"], [])
    factories.make(Hypothesis, goal=goal, statement="Service keeps customers")
    assert "Every goal has a hypothesis and a measure of success" in marks(3)[0]


def test_another_room_at_the_tree_is_told_once_the_first_has_let_go(
    activity, anna, facilitator, workshop, django_capture_on_commit_callbacks
):
    """Two rooms that waited for each other's lock, each holding its own, would wait forever."""
    other = factories.workshop(workshop.discovery)
    factories.activity(other, "tree_together", "Their value tree")
    running.start_workshop(actor=facilitator, workshop=other)

    def revisions():
        rooms = Workshop.objects.filter(pk__in=(workshop.pk, other.pk))
        return dict(rooms.values_list("pk", "live_revision"))

    before = revisions()
    with django_capture_on_commit_callbacks() as after_commit:
        contributions.accept(services.PROPOSALS, actor=facilitator, row=propose(activity, anna, "Win"))
    held = revisions()
    assert held[workshop.pk] > before[workshop.pk]
    assert held[other.pk] == before[other.pk]
    for callback in after_commit:
        assert callback.__qualname__, "Django writes it into its log when a room cannot be told"
        callback()
    assert revisions()[other.pk] == before[other.pk] + 1


def test_people_who_are_done_with_goals_are_not_done_with_hypotheses(activity, facilitator, anna, workshop):
    running.set_done(actor=RoomActor.of_participant(anna), activity=activity, is_done=True)
    assert progress_of(room_state(workshop.pk)).done == frozenset({str(anna.uuid)})
    go_to(activity, facilitator, Tier.HYPOTHESIS)
    assert progress_of(room_state(workshop.pk)).done == frozenset()
