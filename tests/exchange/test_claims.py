"""What came from a file says so wherever a name or an approval stands: anybody could have written it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from core.models import Operation
from core.models.history import ActorKind
from core.selectors.operations import is_claim, who_did
from core.services.operations import operation
from discovery.discoveries.models import IMPORTED
from discovery.models import Discovery
from exchange.discovery_documents.services import export_file, import_document
from exchange.format import dump
from exchange.format.document_tables import exchanged
from handover.models import CheckIn, CheckInAnswer, HandoverVersion, SectionReview
from handover.versions.selectors import approvals_of
from handover.versions.services import freeze_version
from lvt.models import Goal, Hypothesis, Measure
from organizations.actors import Actor
from organizations.models import Person
from tests import factories
from tests.exchange.exchanging import emptied, exported, read_anew
from tests.factories import SYSTEM, make
from workshops.discovery_history.selectors import operations_of, timeline
from workshops.models import ActionItem, Decision
from workshops.results.decisions import services as decisions

pytestmark = pytest.mark.django_db
MARK = "from an imported file"
WHO = "Jane Doe (CFO)"
IMPORTER = Actor(ActorKind.IMPORT, "import of a file")


@pytest.fixture
def forged() -> bytes:
    """A discovery in which everything was said by the CFO, in the future too."""
    discovery = factories.discovery()
    workshop = factories.workshop(discovery, state="ended")
    today = timezone.now()
    with operation(SYSTEM, "decision.added", place=discovery):
        make(
            Decision, discovery=discovery, title="Budget", reason="It pays", decided_by=WHO, decided_at=today
        )
    make(ActionItem, discovery=discovery, title="Act", captured_by=WHO, workshop=workshop)
    make(
        SectionReview,
        discovery=discovery,
        section="report",
        reviewer=WHO,
        state="approved",
        answered_at=timezone.now(),
    )
    owner = make(Person, organization=discovery.domain.organization, name=WHO)
    goal = make(Goal, discovery=discovery, title="More visits", owner=owner)
    bet = make(Hypothesis, goal=goal, statement="Reps listen", state="exploring")
    measure = make(Measure, hypothesis=bet, name="Visits", unit="%")
    make(
        CheckInAnswer,
        check_in=make(CheckIn, discovery=discovery, held_on=timezone.localdate()),
        owner=owner,
        kind="measure",
        about=measure.uuid,
        name="Visits",
        said="41 %",
    )
    document = exported(discovery)
    for each in document["operations"]:
        each |= {"actor_label": WHO, "actor_kind": "account", "at": "2099-01-01T00:00:00.000000Z"}
    return dump(document)


@pytest.fixture
def discovery(forged: bytes) -> Iterator[Discovery]:
    with emptied():
        yield import_document(actor=IMPORTER, data=forged)


def _pages(discovery: Discovery, client_of: Callable[..., Client]) -> dict[str, str]:
    browser = client_of(factories.access(discovery))
    workshop = discovery.workshops.get()
    addresses = {
        "history": "history/",
        "review": "handover/review/",
        "decisions": "outcomes/decisions/",
        "actions": "outcomes/",
        "results": f"workshops/{workshop.uuid}/results/",
        "check-ins": "handover/check-ins/",
    }
    pages = {name: f"/d/{discovery.slug}/{address}" for name, address in addresses.items()}
    pages["learned"] = f"/organizations/{discovery.domain.organization.slug}/portfolio/learned/"
    return {name: browser.get(page).content.decode() for name, page in pages.items()}


def test_pages_say_what_a_file_said(discovery: Discovery, client_of: Callable[..., Client]) -> None:
    for name, text in _pages(discovery, client_of).items():
        assert WHO in text or name in ("results", "learned"), name
        assert MARK in text or (name == "results" and "comes from the file" in text), name


def test_the_import_is_in_the_history_of_the_discovery(discovery: Discovery) -> None:
    entries = {entry.operation.verb: entry for entry in timeline(operations_of(discovery))}
    assert entries[IMPORTED].who == "import of a file"
    said = [entry.who for verb, entry in entries.items() if verb != IMPORTED]
    assert said
    assert set(said) == {f"{WHO} ({MARK})"}


def test_what_happens_here_is_no_claim(discovery: Discovery, client_of: Callable[..., Client]) -> None:
    account = factories.access(discovery, name="Frida")
    actor = Actor.of_account(account)
    decision = Decision.objects.get()
    assert is_claim(decision)
    decisions.change_decision(actor=actor, decision=decision, title="Budget 2")
    assert not is_claim(decision)
    assert who_did(Operation.objects.get(verb="decision.changed")) == "Frida"
    assert is_claim(SectionReview.objects.get())


def test_the_mark_outlives_another_file(discovery: Discovery) -> None:
    decisions.change_decision(actor=IMPORTER, decision=Decision.objects.get(), title="Budget 2")
    data = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    with emptied():
        made = import_document(actor=IMPORTER, data=data)
        assert [entry.who.endswith(f"({MARK})") for entry in timeline(operations_of(made))].count(False) == 1
        assert is_claim(Decision.objects.get())
        assert is_claim(SectionReview.objects.get())
        assert export_file(actor=SYSTEM, discovery=read_anew(made)) == data
    assert [each["verb"] for each in json.loads(data)["operations"]].count(IMPORTED) == 1


def test_an_approval_of_a_file_stays_one_in_what_is_frozen_here(discovery: Discovery) -> None:
    version = freeze_version(actor=SYSTEM, discovery=read_anew(discovery), with_pdf=False)
    assert [(each.reviewer, each.from_file) for each in approvals_of(version)] == [(WHO, True)]
    assert version.page.count(MARK) >= 2  # on the cover, and in the decision log
    assert not is_claim(version)
    data = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    with emptied():
        import_document(actor=IMPORTER, data=data)
        assert is_claim(HandoverVersion.objects.get())


def test_files_of_actions_say_it(discovery: Discovery, client_of: Callable[..., Client]) -> None:
    table = client_of(factories.access(discovery)).get(f"/d/{discovery.slug}/outcomes/actions.csv")
    assert f"{WHO} ({MARK})" in table.content.decode()


def test_what_was_begun_here_claims_nothing(client_of: Callable[..., Client]) -> None:
    discovery = factories.discovery()
    factories.workshop(discovery, state="ended")
    fields: dict[str, Any] = {"title": "Budget", "reason": "It pays", "decided_at": timezone.now()}
    make(Decision, discovery=discovery, decided_by=WHO, **fields)
    make(SectionReview, discovery=discovery, section="report", reviewer=WHO)
    for name, text in _pages(discovery, client_of).items():
        assert MARK not in text, name


# Fields in which the file names who decided, approved, made or said something.
MARKED = {
    "discovery.ActionItem.captured_by",
    "discovery.Decision.decided_by",
    "discovery.HandoverVersion.frozen_by",
    "discovery.ParkingLotItem.captured_by",
    "discovery.Question.captured_by",
    "discovery.Risk.captured_by",
    "discovery.SectionReview.reviewer",
}


def test_every_field_that_names_who_did_something_is_marked() -> None:
    named = {
        f"{label}.{field.name}"
        for label, model in exchanged().items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and (field.name.endswith("_by") or field.name == "reviewer")
        if not field.choices
    }
    assert named == MARKED
