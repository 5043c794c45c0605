"""What a document of a discovery tells nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from core.services import artifacts
from core.services.operations import operation
from exchange.discovery_documents.services import export_document, export_file, import_document
from exchange.format import dump
from handover.models import HandoverVersion
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import Person
from products.models import DataProduct, InputPort
from tests import factories
from tests.exchange.exchanging import again, emptied, exported, read_anew
from tests.factories import SYSTEM, make
from workshops.actors import RoomActor
from workshops.contributions.notes.selectors import GROUP, RESULTS, WRITE
from workshops.models import Answer, Note, Vote

pytestmark = pytest.mark.django_db


def test_scores_answers_and_dots_stay_hidden_until_they_are_revealed() -> None:
    workshop = factories.workshop()
    board = factories.activity(workshop, "brainstorm", phase=WRITE, started_at=timezone.now())
    poll = factories.activity(workshop, "poll", phase="answer", started_at=timezone.now())
    person = factories.participant(workshop)
    author = {"author": str(person.uuid), "participant": person}
    note = make(Note, activity=board, text="Unsaid so far", **author)
    Answer.objects.create(activity=poll, text="Unheard so far", **author)
    Vote.objects.create(activity=board, item=note.uuid, **author)

    document = exported(workshop.discovery)
    assert "so far" not in json.dumps(document)
    assert str(note.uuid) not in json.dumps(document)
    said = {(each["what"], each["of"]) for each in document["left_out"] if "of" in each}
    assert said == {
        ("discovery.Note", str(board.uuid)),
        ("discovery.Vote", str(board.uuid)),
        ("discovery.Answer", str(poll.uuid)),
    }
    assert again(dump(document)) == dump(document)

    with operation(SYSTEM, "test.shown"):
        artifacts.change(board, phase=GROUP)
        artifacts.change(poll, phase="revealed")
    shown = exported(workshop.discovery)
    assert [row["text"] for row in shown["rows"]["discovery.Note"]] == ["Unsaid so far"]
    assert [row["text"] for row in shown["rows"]["discovery.Answer"]] == ["Unheard so far"]
    assert shown["rows"]["discovery.Vote"] == []
    with operation(SYSTEM, "test.shown"):
        artifacts.change(board, phase=RESULTS)
    assert len(exported(workshop.discovery)["rows"]["discovery.Vote"]) == 1


def test_a_note_that_was_taken_back_is_not_told() -> None:
    workshop = factories.workshop()
    board = factories.activity(workshop, "brainstorm", phase=GROUP, started_at=timezone.now())
    note = make(Note, activity=board, text="Better not", author="")
    with operation(SYSTEM, "note.changed", place=workshop):
        artifacts.change(note, text="Said aloud")
    gone = make(Note, activity=board, text="Never mind", author="")
    with operation(SYSTEM, "note.deleted", place=workshop):
        artifacts.trash(gone)
    text = json.dumps(exported(workshop.discovery))
    assert "Said aloud" in text
    assert "Better not" not in text
    assert "Never mind" not in text


def test_nothing_links_what_one_author_wrote_anonymously() -> None:
    workshop = factories.workshop()
    started = timezone.now() - timedelta(hours=1)
    board = factories.activity(
        workshop, "brainstorm", phase=RESULTS, is_anonymous=True, started_at=started, ended_at=timezone.now()
    )
    key = "5e" * 32
    anonymous = RoomActor.of_key(key, board)
    with operation(anonymous, "note.added"):
        notes = [artifacts.add(Note, activity=board, text=f"Thought {n}", author=key) for n in range(3)]
    for note in notes:
        Vote.objects.create(activity=board, item=note.uuid, author=key)
    document = exported(workshop.discovery)
    assert key not in json.dumps(document)
    assert {row["author"] for row in document["rows"]["discovery.Note"]} == {None}
    data = dump(document)
    assert again(data) == data
    with emptied():
        import_document(actor=SYSTEM, data=data)
        authors = [
            *Note.objects.values_list("author", flat=True),
            *Vote.objects.values_list("author", flat=True),
        ]
        assert len(set(authors)) == 6


def test_history_of_what_was_anonymous_stays_without_order() -> None:
    workshop = factories.workshop()
    asking = factories.activity(
        workshop, "questions", is_anonymous=True, started_at=timezone.now() - timedelta(hours=1)
    )
    from workshops.models import Question

    with operation(RoomActor.of_key("5e" * 32, asking), "question.asked"):
        artifacts.add(
            Question, discovery=workshop.discovery, activity=asking, title="Why now?", author="5e" * 32
        )
    data = export_file(actor=SYSTEM, discovery=read_anew(workshop.discovery))
    with emptied():
        import_document(actor=SYSTEM, data=data)
        (row,) = Question.history.all()
        assert row.history_id < 0
        assert row.operation.is_anonymous


def test_addresses_of_accounts_are_nowhere() -> None:
    discovery = factories.discovery()
    organization = discovery.domain.organization
    account = factories.member(organization, name="", email="o'hara@example.org")
    make(Person, organization=organization, name="O’Hara", email="O'Hara@example.org", account=account)
    make(Person, organization=organization, name="Without account", email="post@example.org")
    # Older operations recorded the e-mail address of an account without a name.
    actor = replace(Actor.of_account(account), label=account.email)
    with operation(actor, "goal.added", place=discovery):
        artifacts.add(Goal, discovery=discovery, title="Ask 'o'hara@example.org' or (post@example.org)")
    document = exported(discovery)
    assert "hara@" not in json.dumps(document)
    assert [row["email"] for row in document["rows"]["discovery.Person"]] == ["", "post@example.org"]
    assert [row["title"] for row in document["rows"]["lvt.Goal"]] == ["Ask '[address]' or (post@example.org)"]
    assert "[address]" in {row["actor_label"] for row in document["operations"]}
    assert again(dump(document)) == dump(document)


def test_what_leads_into_another_discovery_ends_there() -> None:
    discovery = factories.discovery()
    other = factories.discovery(discovery.domain, name="Other discovery")
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Ours", kind="source_oriented"
    )
    foreign = make(
        DataProduct, discovery=other, domain=discovery.domain, name="Theirs", kind="source_oriented"
    )
    make(InputPort, product=product, feeder=foreign, kind="product")
    with operation(SYSTEM, "person.added", place=other):
        artifacts.add(Person, organization=discovery.domain.organization, name="Met elsewhere")
    document = exported(discovery)
    assert "Theirs" not in json.dumps(document)
    assert str(foreign.uuid) not in json.dumps(document)
    assert [row["feeder"] for row in document["rows"]["products.InputPort"]] == [None]
    assert [row["name"] for row in document["rows"]["discovery.Person"]] == ["Met elsewhere"]
    assert document["history"]["discovery.Person"] == []
    assert again(dump(document)) == dump(document)


def test_a_frozen_version_holds_no_other_versions() -> None:
    discovery = factories.discovery()
    for number in (1, 2):
        frozen = export_document(actor=SYSTEM, discovery=read_anew(discovery))
        assert frozen["rows"]["discovery.HandoverVersion"] == []
        make(
            HandoverVersion,
            discovery=discovery,
            number=number,
            frozen_at=timezone.now(),
            frozen_by="Alice",
            document=dump(frozen).decode(),
            page="<p>Report</p>",
        )
    document = exported(discovery)
    assert len(document["rows"]["discovery.HandoverVersion"]) == 2
    assert again(dump(document)) == dump(document)
