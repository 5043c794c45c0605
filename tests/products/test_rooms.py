"""Usage patterns and rankings of products in rooms, and changes on pages that reach them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.exceptions import Conflict, Invalid
from core.services import kinds
from live import Snapshot
from products.design.product.services import add_product, change_product, delete_product
from products.design.product_votes import services as product_votes
from products.design.product_votes.selectors import ranked_products
from products.design.template_proposals import services as template_proposals
from products.models import Source, TemplatePart, UsageGroup, UsagePattern
from products.promises.measurements.services import record
from products.promises.room_usage_patterns.selectors import grouped
from products.promises.services import delete_slo
from tests import factories
from tests.factories import SYSTEM, make
from tests.products.promising import day, freshness
from tests.workshops.answering import answering
from workshops.activities.regions import draw_item, draw_items
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Note, Vote, Workshop
from workshops.registries import activity_kinds, note_targets, spotlights
from workshops.room.running.services import start_workshop
from workshops.room.steering.services import show_in_spotlight

pytestmark = pytest.mark.django_db


def product_in(room, name="HCP 360"):
    return add_product(actor=SYSTEM, discovery=room.workshop.discovery, name=name, kind="consumer_oriented")


def drawn(room, audience, key=None):
    shot = Snapshot(room.workshop.pk, 1, audience, frozenset())
    return str(draw_items(shot) if key is None else draw_item(shot, key))


def revision(room):
    return Workshop.objects.get(pk=room.workshop.pk).live_revision


# --- Usage patterns -------------------------------------------------------------------------------


def test_patterns_are_written_grouped_and_shown_by_group():
    room = answering("usage_patterns")
    product_in(room)
    ann, bo = room.join("Ann"), room.join("Bo")
    uuid = str(uuid4())
    for _twice in range(2):
        status, said = room.send(ann, "patterns", uuid=uuid, who="Sales", how_fresh="Yesterday by 9")
        assert (status, said["saved"]) == (200, True)
    assert room.send(bo, "patterns", uuid=uuid, who="Stolen")[0] == 404
    room.send(bo, "patterns", uuid=str(uuid4()), who="Planners")
    sales, planners = UsagePattern.objects.order_by("pk")
    assert (sales.author, sales.participant, sales.activity) == (str(ann.uuid), ann, room.activity)
    for audience in ("console", "room", "stage"):
        assert "Yesterday by 9" in drawn(room, audience)
        assert "Planners" in drawn(room, audience, str(planners.uuid))

    room.go("group")
    assert room.send(ann, "patterns", uuid=str(uuid4()), who="Late")[0] == 409
    base = [room.workshop.code, room.activity.uuid]
    move = reverse("products:room_pattern_move", args=base)
    group = str(uuid4())
    for _twice in range(2):
        assert room.console().post(move, {"note": sales.uuid, "group": group, "new": "1"}).status_code == 204
    room.console().post(
        reverse("products:room_pattern_group", args=[*base, group]), {"name": "Fresh", "revision": 1}
    )
    held = UsageGroup.objects.get()
    assert (held.name, held.product) == ("Fresh", sales.product)
    assert [(each.group, each.patterns) for each in grouped(room.activity)] == [
        (held, (sales,)),
        (None, (planners,)),
    ]
    room.go("results")
    show_in_spotlight(actor=SYSTEM, workshop=room.workshop, kind="result", uuid=room.activity.uuid)
    screens = room.screens()
    for audience in ("console", "room", "stage"):
        assert "Fresh" in screens[audience]
    assert f"?group={held.uuid}" in screens["console"]
    assert f"?group={held.uuid}" not in screens["room"]
    room.console().post(reverse("products:room_pattern_group_dissolve", args=[*base, group]))
    assert [each.group for each in grouped(room.activity)] == [None]


def test_the_author_of_a_pattern_changes_and_deletes_it_while_the_room_writes(client_of):
    room = answering("usage_patterns")
    product_in(room)
    ann, bo = room.join("Ann"), room.join("Bo")
    room.send(ann, "patterns", uuid=str(uuid4()), who="Sales")
    pattern = UsagePattern.objects.get()
    edit = reverse("products:room_pattern_edit", args=[room.workshop.code, pattern.uuid])
    assert client_of(bo).get(edit).status_code == 404
    sent = client_of(ann).post(edit, {"who": "Sales teams", "revision": pattern.revision})
    assert sent.status_code in (204, 302, 303)
    pattern.refresh_from_db()
    assert pattern.who == "Sales teams"
    room.go("group")
    late = client_of(ann).post(edit, {"who": "Too late", "revision": pattern.revision})
    assert late.status_code == 409
    delete = reverse("products:room_pattern_delete", args=[room.workshop.code, pattern.uuid])
    assert client_of(ann).post(delete).status_code == 409
    room.go("write")
    assert client_of(bo).post(delete).status_code == 404
    assert client_of(ann).post(delete).status_code == 200
    assert not UsagePattern.objects.exists()


def test_a_pattern_that_says_nothing_is_answered_beside_the_field():
    room = answering("usage_patterns")
    product_in(room)
    ann = room.join("Ann")
    status, said = room.send(ann, "patterns", uuid=str(uuid4()), who="  ")
    assert (status, list(said["errors"])) == (422, ["who"])
    status, said = room.send(ann, "patterns", uuid=str(uuid4()), who="x" * 201)
    assert (status, list(said["errors"])) == (422, ["who"])


# --- Ranking --------------------------------------------------------------------------------------


def test_dots_are_limited_per_product_and_in_all_and_ranked_when_shown():
    room = answering("product_ranking", {"dots": 3, "most": 2})
    first, second = product_in(room, "Consent"), product_in(room, "HCP 360")
    retired = product_in(room, "Old")
    type(retired).objects.filter(pk=retired.pk).update(state="retired")
    ann, bo = room.actor("Ann"), room.actor("Bo")

    def give(actor, product, dots):
        return product_votes.give_dots(actor=actor, activity=room.activity, item=product.uuid, dots=dots)

    give(ann, second, 2)
    give(ann, first, 1)
    give(bo, second, 2)
    with pytest.raises(Invalid):
        give(ann, first, 3)
    with pytest.raises(Conflict, match="given all"):
        give(ann, first, 2)
    with pytest.raises(Conflict):
        give(bo, retired, 1)
    kind = activity_kinds.get("product_ranking")
    assert kind.results(room.activity) is None
    assert kind.progress(room.activity, frozenset({ann.author, bo.author})).done == {ann.author}
    room.go("results")
    ranking = [(each.thing, each.dots, each.people, each.place) for each in ranked_products(room.activity)]
    assert ranking == [(second, 4, 2, 1), (first, 1, 1, 2)]
    assert "4" in room.screens()["stage"]
    with pytest.raises(Conflict, match="over"):
        give(bo, first, 1)


def test_who_gave_more_dots_to_products_than_there_are_now_can_take_each_back():
    room = answering("product_ranking", {"dots": 3, "most": 1})
    products = [product_in(room, name) for name in ("Consent", "HCP 360", "Field visits")]
    ann = room.actor("Ann")
    for dots in (1, 0):
        for product in products:
            product_votes.give_dots(actor=ann, activity=room.activity, item=product.uuid, dots=dots)
        room.activity.settings |= {"dots": 1}
    assert not Vote.objects.filter(dots__gt=0).exists()


def test_dots_on_a_deleted_product_are_the_persons_again():
    room = answering("product_ranking", {"dots": 2, "most": 2})
    first, second = product_in(room, "Consent"), product_in(room, "HCP 360")
    ann = room.actor("Ann")
    product_votes.give_dots(actor=ann, activity=room.activity, item=first.uuid, dots=2)
    delete_product(actor=SYSTEM, product=first)
    product_votes.give_dots(actor=ann, activity=room.activity, item=second.uuid, dots=2)
    assert Vote.objects.filter(item=second.uuid, dots=2).exists()
    room.go("results")
    assert [each.thing for each in ranked_products(room.activity)] == [second]


# --- Rooms hear of pages --------------------------------------------------------------------------


def test_a_room_that_shows_products_hears_of_every_change_on_their_pages(django_capture_on_commit_callbacks):
    shows, other = answering("map_review"), answering("poll")
    product = product_in(shows)
    before = revision(shows)
    with django_capture_on_commit_callbacks(execute=True):
        change_product(actor=SYSTEM, product=product, job="Another job")
        kinds.add(actor=SYSTEM, draft=Source(discovery=shows.workshop.discovery, name="CRM"))
    assert revision(shows) == before + 2
    assert "CRM" in drawn(shows, "stage", "map")
    before = revision(other)
    with django_capture_on_commit_callbacks(execute=True):
        product_in(other)
    assert revision(other) == before


def test_a_room_that_changes_a_product_tells_the_others_after_its_commit(django_capture_on_commit_callbacks):
    filling = answering("template_together", {"name": "HCP 360"})
    discovery = filling.workshop.discovery
    shows = factories.workshop(discovery, "Another room")
    factories.activity(shows, "map_review", "The map")
    start_workshop(actor=SYSTEM, workshop=shows)
    before = Workshop.objects.get(pk=shows.pk).live_revision
    with django_capture_on_commit_callbacks(execute=True):
        template_proposals.propose(
            actor=filling.actor("Ann"),
            activity=filling.activity,
            part=TemplatePart.PRODUCER,
            text="CRM",
        )
    assert Workshop.objects.get(pk=shows.pk).live_revision == before + 1


@pytest.mark.parametrize(
    ("kind", "path", "fields"),
    [
        ("usage_patterns", "patterns", {"who": "Somebody", "how_fresh": "By nine"}),
        ("map_review", "marks", {"kind": "wrong", "text": "This is wrong"}),
        ("template_together", "template", {"part": "output", "kind": "api", "text": "Port"}),
    ],
)
def test_sixty_are_drawn_with_as_many_queries_as_two(kind, path, fields):
    room = answering(kind, {"name": "HCP 360"} if kind == "template_together" else {})
    if kind != "template_together":
        product_in(room)
    ann = room.join("Ann")

    def queries_after(count):
        for number in range(count):
            text = {name: f"{value} {number}" for name, value in fields.items() if name in ("who", "text")}
            assert room.send(ann, path, **{**fields, **text, "uuid": str(uuid4())})[0] == 200
        with CaptureQueriesContext(connection) as read:
            for audience in ("console", "room", "stage"):
                drawn(room, audience)
        return len(read)

    assert queries_after(2) == queries_after(58)


# --- What notes become, the spotlight, agendas ----------------------------------------------------


@pytest.mark.parametrize("key", ["data_product", "source", "consumer", "usage_pattern"])
def test_a_note_becomes_part_of_the_product_stream(key):
    room = answering("brainstorm")
    parent = product_in(room)
    target = note_targets.get(key)
    note = make(Note, activity=room.activity, author="somebody", text="Event registrations")
    made = target.make(SYSTEM, room.workshop.discovery, note, str(parent.uuid) if target.parents else "")
    assert isinstance(made, target.model)
    assert str(made) == "Event registrations"
    url = target.url(made)
    page = room.console().get(url, follow=True).content.decode()
    assert "Event registrations" in page
    anchor = url.partition("#")[2]
    assert bool(anchor) == (key != "data_product")
    assert not anchor or f'id="{anchor}"' in page


def test_the_spotlight_shows_templates_and_the_map():
    room = answering("talk")
    discovery = room.workshop.discovery
    assert spotlights.get("data_product").choices(discovery) == []
    assert spotlights.get("landscape").choices(discovery) == []
    product = product_in(room)
    for key in ("data_product", "landscape"):
        spotlight = spotlights.get(key)
        ((uuid, _label),) = spotlight.choices(discovery)
        assert spotlight.context(discovery, uuid)
        assert spotlight.context(discovery, str(uuid4())) is None
    delete_product(actor=SYSTEM, product=product)
    assert spotlights.get("data_product").context(discovery, str(product.uuid)) is None


def test_the_spotlight_shows_a_promise_with_what_is_left_of_its_budget():
    room = answering("talk")
    discovery, spotlight = room.workshop.discovery, spotlights.get("slo")
    assert spotlight.choices(discovery) == []
    promise = freshness(SYSTEM, product_in(room, "Field <visits>"))
    record(actor=SYSTEM, slo=promise, measurements=[day(0, 3)])
    assert spotlight.choices(discovery) == [(str(promise.uuid), f"Field <visits>: {promise.sentence}")]

    show_in_spotlight(actor=SYSTEM, workshop=room.workshop, kind="slo", uuid=promise.uuid)
    for audience in ("room", "stage"):
        screen = room.screens()[audience]
        assert "Field &lt;visits&gt;" in screen
        assert "Yesterday’s transactions processed before 9:00" in screen
        assert "99.5% each day" in screen
        assert "98% each month" in screen
        assert "allowed" in screen
    assert spotlight.context(factories.discovery(), str(promise.uuid)) is None
    delete_slo(actor=SYSTEM, slo=promise)
    assert spotlight.context(discovery, str(promise.uuid)) is None


def test_the_stage_has_every_line_of_a_group_and_leaves_out_what_does_not_fit():
    room = answering("usage_patterns")
    product_in(room)
    ann = room.join("Ann")
    for number in range(60):
        room.send(ann, "patterns", uuid=str(uuid4()), who=f"Person {number:02}")
    room.go("group")
    room.go("results")
    stage, phone = (room.screens()[audience] for audience in ("stage", "room"))
    assert stage.count("Person ") == 60
    assert "data-fit-rows" in stage
    assert phone.count("Person ") == 60


def test_the_agendas_of_the_product_stream_come_with_notes():
    shipped = [each for key, each in TEMPLATES.items() if key.startswith("products_")]
    assert len(shipped) == 4
    used = {planned.kind for each in shipped for planned in each.activities}
    assert used >= {"template_together", "usage_patterns", "map_review", "product_ranking"}
    assert all(planned.notes and planned.instructions for each in shipped for planned in each.activities)
