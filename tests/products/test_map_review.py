"""The map under review in a room: marks are counted, settled and turned into actions."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import Invalid, NotFound
from organizations.actors import Actor
from products.design.product.services import delete_product
from products.landscape import stage_drawing
from products.landscape.map_review import services as map_marks
from products.landscape.map_review.selectors import mark_counts, marks_of, with_numbers
from products.models import MapMark
from tests.factories import SYSTEM
from tests.products.maps import EXAMPLE
from tests.products.test_rooms import drawn, product_in, revision
from tests.workshops.answering import answering
from workshops.actors import RoomActor
from workshops.models import ActionItem, Question
from workshops.registries import activity_kinds
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


def test_marks_of_one_kind_do_not_name_it_each():
    room = answering("map_review")
    ann = room.join("Ann")
    for text in ("Consent", "Suppliers"):
        room.send(ann, "marks", uuid=str(uuid4()), kind="missing", text=text)
    marks = drawn(room, "stage", "marks")
    assert re.search(r'mark-counts">\s*<li>The whole landscape</li><li class="num">Missing: 2</li>', marks)
    assert "Suppliers" in marks
    assert "Something is missing" not in marks


def test_marks_have_numbers_and_say_where_on_the_map_they_are():
    room = answering("map_review")
    product, ann = product_in(room), room.join("Ann")
    for text, about in (("First", ""), ("Second", ""), ("Third", str(product.uuid))):
        room.send(ann, "marks", uuid=str(uuid4()), kind="missing", text=text, product=about)
    assert [(number, mark.text) for number, mark in with_numbers(marks_of(room.activity))] == [
        (3, "Third"),
        (2, "Second"),
        (1, "First"),
    ]
    for audience in ("console", "room", "stage"):
        marks = drawn(room, audience, "marks")
        assert re.findall(r'data-about="([^"]*)"', marks) == [product.name]
        order = ["1", "2", "3"] if audience == "stage" else ["3", "2", "1"]
        assert re.findall(r'mark-number num">(\d)', marks) == order
        assert marks.count("The whole landscape") == 2


def test_the_stage_has_no_numbers_but_those_of_marks():
    room = answering("map_review")
    ann = room.join("Ann")
    for text in ("First", "Second"):
        room.send(ann, "marks", uuid=str(uuid4()), kind="missing", text=text)
    assert drawn(room, "stage", "marks").count("The whole landscape") == 1, "in the heading, before the count"
    assert drawn(room, "room", "marks").count("The whole landscape") == 2
    source = stage_drawing.source(EXAMPLE, shape=0.3, is_bare=True)
    assert "❷" in stage_drawing.source(EXAMPLE, shape=0.3)
    assert "❷" not in source
    assert "Shared data product" in source, "the key says it without a number"


def test_results_of_one_kind_do_not_name_it_each():
    room = answering("map_review")
    ann = room.join("Ann")
    room.send(ann, "marks", uuid=str(uuid4()), kind="missing", text="Consent")
    kind = activity_kinds.get("map_review")
    assert (kind.results(room.activity) or {})["are_mixed"] is False
    room.send(ann, "marks", uuid=str(uuid4()), kind="wrong", text="Suppliers")
    assert (kind.results(room.activity) or {})["are_mixed"] is True


def test_marks_are_counted_settled_and_turned_into_actions():
    room = answering("map_review")
    product, ann = product_in(room), room.join("Ann")
    uuid = str(uuid4())
    for _twice in range(2):
        status, _said = room.send(
            ann, "marks", uuid=uuid, kind="wrong", text="Not from CRM", product=str(product.uuid)
        )
        assert status == 200
    room.send(ann, "marks", uuid=str(uuid4()), kind="missing", text="Consent")
    assert [(each.kind.value, each.count, each.open) for each in mark_counts(room.activity)] == [
        ("missing", 1, 1),
        ("doubled", 0, 0),
        ("wrong", 1, 1),
    ]
    for audience in ("console", "room", "stage"):
        marks = drawn(room, audience, "marks")
        assert "Not from CRM" in marks
        assert "Something is wrong" in marks
        assert ("Missing: 1" in marks, "Duplicated" in marks, "Wrong: 1" in marks) == (True, False, True)
    console, mark = room.console(), MapMark.objects.get(uuid=uuid)
    turn = reverse("products:map_mark_turn", args=[room.workshop.code, mark.uuid, "action"])
    assert console.post(turn).status_code == 204
    assert console.post(turn).status_code == 409
    action = ActionItem.objects.get()
    assert (action.title, action.captured_by) == ("HCP 360: Not from CRM", "Ann")
    settled = MapMark.objects.filter(is_settled=True)
    assert list(settled.all()) == [mark]
    undo(actor=Actor.of_account(room.moderator), target=action.history.first().operation)
    assert not settled.exists()
    assert not ActionItem.objects.exists()
    other = MapMark.objects.exclude(pk=mark.pk).get()
    console.post(reverse("products:map_mark_turn", args=[room.workshop.code, other.uuid, "question"]))
    assert Question.objects.get().title == "Consent"
    console.post(reverse("products:map_mark_remove", args=[room.workshop.code, mark.uuid]))
    assert list(MapMark.objects.all()) == [other]


def test_only_its_author_takes_a_mark_back_and_guests_settle_nothing():
    room = answering("map_review")
    ann, bo = room.join("Ann"), room.join("Bo")
    mark = map_marks.add_mark(
        actor=RoomActor.of_participant(ann), activity=room.activity, kind="wrong", text="No", uuid=uuid4()
    )
    assert room.send(bo, f"marks/{mark.uuid}/delete")[0] == 404
    with pytest.raises(NotFound):
        map_marks.settle_mark(actor=RoomActor.of_participant(ann), mark=mark)
    with pytest.raises(Invalid):
        map_marks.add_mark(
            actor=RoomActor.of_participant(ann), activity=room.activity, kind="odd", text="No", uuid=uuid4()
        )
    assert room.send(ann, f"marks/{mark.uuid}/delete")[0] == 200
    assert not MapMark.objects.exists()


def test_a_product_that_is_deleted_leaves_the_map_and_its_marks_say_so(django_capture_on_commit_callbacks):
    room = answering("map_review")
    product, ann = product_in(room, "Field visits"), room.join("Ann")
    product_in(room, "HCP 360")
    room.send(ann, "marks", uuid=str(uuid4()), kind="wrong", text="Which?", product=str(product.uuid))
    before = revision(room)
    assert "Field visits" in drawn(room, "stage", "map")
    with django_capture_on_commit_callbacks(execute=True):
        delete_product(actor=SYSTEM, product=product)
    assert revision(room) > before  # the room was told
    for audience in ("console", "room", "stage"):
        assert "Field visits" not in drawn(room, audience, "map")
        assert "HCP 360" in drawn(room, audience, "map")
        assert "deleted" in drawn(room, audience, "marks")
    status, _said = room.send(
        ann, "marks", uuid=str(uuid4()), kind="wrong", text="Which?", product=str(product.uuid)
    )
    assert status == 409
