"""All that follows from declaring an artifact; tests/architecture/test_sample_app.py runs it with the app."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from discovery.kinds.artifact_content import FieldChange, changes_of
from discovery.models import Discovery
from exchange.discovery_documents.services import export_document
from exchange.format import dump
from handover.reports.document import assemble
from lvt.models import UseCase
from tests import factories
from tests.exchange.exchanging import again, exported
from tests.factories import SYSTEM, make
from tests.sample.models import Doubt
from tests.workbooks import workbook

pytestmark = pytest.mark.django_db
MOST_LINES = 40
DOUBT = {"name": "Nobody owns the data", "settle_by": "2026-12-01"}


@pytest.fixture
def use_case() -> UseCase:
    return make(UseCase, discovery=factories.discovery(), name="Next best action", position=0)


@pytest.fixture
def editor(use_case: UseCase, client: Client) -> Client:
    client.force_login(factories.access(use_case.discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    return client


def url(name: str, of: UseCase | Doubt, discovery: Discovery) -> str:
    return reverse(f"sample:doubt_{name}", args=[discovery.slug, of.uuid])


def doubted(use_case: UseCase, name: str = DOUBT["name"], position: int = 0) -> Doubt:
    day = date.fromisoformat(DOUBT["settle_by"])
    return make(Doubt, use_case=use_case, name=name, settle_by=day, position=position)


def test_it_is_declared_in_few_lines() -> None:
    said = [
        line
        for name in ("models.py", "kinds.py", "pages.py")
        for line in Path(__file__).with_name(name).read_text().splitlines()
        if line and not line.startswith(("from ", "import ", '"""'))
    ]
    assert len(said) <= MOST_LINES


def test_a_form_asks_for_its_fields_and_its_rule_speaks_beside_the_field(
    editor: Client, use_case: UseCase
) -> None:
    add = url("add", use_case, use_case.discovery)
    page = editor.get(add).content.decode()
    assert 'name="name"' in page
    assert 'name="settle_by"' in page
    answer = editor.post(add, DOUBT | {"name": "Is it so?"})
    assert answer.status_code == 422
    assert "A doubt is no question." in answer.content.decode()
    assert editor.post(add, DOUBT).status_code == 303
    assert str(Doubt.objects.get().settle_by) == DOUBT["settle_by"]


def test_the_same_form_sent_twice_adds_one(editor: Client, use_case: UseCase) -> None:
    add = url("add", use_case, use_case.discovery)
    sent = DOUBT | {"uuid": str(editor.get(add).context["form"]["uuid"].value())}
    assert [editor.post(add, sent).status_code for _time in range(2)] == [303, 303]
    assert str(Doubt.objects.get().uuid) == sent["uuid"]


def test_the_slower_of_two_editors_sees_both_versions(editor: Client, use_case: UseCase) -> None:
    doubt = doubted(use_case)
    edit = url("edit", doubt, use_case.discovery)
    assert editor.post(edit, DOUBT | {"revision": doubt.revision, "name": "First"}).status_code == 303
    assert editor.post(edit, DOUBT | {"revision": doubt.revision, "name": "Second"}).status_code == 409
    assert Doubt.objects.get().name == "First"


def test_doubts_are_put_into_an_order(editor: Client, use_case: UseCase) -> None:
    first, second = doubted(use_case, name="First"), doubted(use_case, name="Second", position=1)
    order = {"doubts": [second.uuid, first.uuid]}
    assert editor.post(url("order", use_case, use_case.discovery), order).status_code == 204
    assert [doubt.name for doubt in Doubt.objects.all()] == ["Second", "First"]


def test_what_is_deleted_is_brought_back(editor: Client, use_case: UseCase) -> None:
    editor.post(url("delete", doubted(use_case), use_case.discovery))
    assert not Doubt.objects.exists()
    undone: UUID = Operation.objects.get(verb="doubt.deleted").uuid
    editor.post(reverse("discovery:operation_undo", args=[undone]))
    assert Doubt.objects.get().name == DOUBT["name"]


def test_it_goes_and_returns_with_what_it_hangs_on(editor: Client, use_case: UseCase) -> None:
    doubted(use_case)
    editor.post(reverse("lvt:use_case_delete", args=[use_case.discovery.slug, use_case.uuid]))
    assert not Doubt.objects.exists()
    undone = Operation.objects.get(verb="use_case.deleted").uuid
    editor.post(reverse("discovery:operation_undo", args=[undone]))
    assert Doubt.objects.get().name == DOUBT["name"]


def test_others_stay_outside(client: Client, use_case: UseCase) -> None:
    client.force_login(factories.access(use_case.discovery, DiscoveryRole.VIEWER, name="Vic Viewer"))
    assert client.get(url("add", use_case, use_case.discovery)).status_code == 403
    client.force_login(factories.user())
    assert client.get(url("add", use_case, use_case.discovery)).status_code == 404


def test_it_travels_with_the_discovery(use_case: UseCase) -> None:
    doubted(use_case)
    [row] = exported(use_case.discovery)["rows"]["sample.Doubt"]
    assert row["name"] == DOUBT["name"]
    data = dump(export_document(actor=SYSTEM, discovery=use_case.discovery, versions=True))
    assert again(data) == data


def test_the_spreadsheet_has_a_column_for_each_field(use_case: UseCase) -> None:
    doubted(use_case)
    [row] = workbook(use_case.discovery)["Doubts"]
    assert [row["Use case"], row["Doubt"]] == [use_case.name, DOUBT["name"]]
    assert "To be settled by" in row


def test_its_history_says_what_changed_in_words(editor: Client, use_case: UseCase) -> None:
    doubt = doubted(use_case)
    later = DOUBT | {"revision": doubt.revision, "settle_by": "2026-12-24"}
    assert editor.post(url("edit", doubt, use_case.discovery), later).status_code == 303
    changed, _written = changes_of(doubt)
    assert changed.fields == (FieldChange("to be settled by", "Dec 1, 2026", "Dec 24, 2026"),)


def test_the_report_names_it_where_its_use_case_stands(use_case: UseCase) -> None:
    name = "The data has no owner, so people who see a wrong number cannot tell which team to ask about it"
    doubted(use_case, name=name)
    moment = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
    html = assemble(use_case.discovery, made_at=moment, progress=lambda percent, words: None)
    assert f"Doubts: {name}" in html
