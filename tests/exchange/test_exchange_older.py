"""Older files: without later fields and tables, with names that were not compared yet, and larger than a page
takes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from discovery.models import Discovery
from exchange.format import dump, older_files
from exchange.format.archive_reader import DOCUMENT, LARGEST
from exchange.format.document_tables import exchanged, fields_of
from exchange.format.reading import InvalidDocument, read_document
from handover.selectors.version_changes import rows_in
from lvt.models import UseCase
from organizations.organization.models import OrganizationRole
from products.design.product.selectors import perhaps_aggregates
from products.models import DataProduct, InputPort, Source
from tests import factories
from tests.document_tables import default_of
from tests.exchange.exchanging import Document, again, emptied, exported
from tests.factories import make
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    """One in which a consumer-oriented product feeds another."""
    made = factories.discovery()
    here = {"discovery": made, "domain": made.domain}
    visits = make(DataProduct, name="Field visits", kind="source_oriented", **here)
    make(InputPort, product=visits, name="In", source=make(Source, name="CRM", **here))
    view = make(DataProduct, name="HCP 360", kind="consumer_oriented", **here)
    board = make(DataProduct, name="Board", kind="consumer_oriented", **here)
    make(InputPort, product=board, feeder=view, kind="product")
    return made


def as_older(document: Document) -> Document:
    """The document without all later fields and tables."""
    for part in ("rows", "history"):
        for label in older_files.later_tables():
            assert document[part].pop(label, []) == []
        for label, fields in older_files.later_fields().items():
            # A later table is gone already.
            for row in document[part].get(label, []):
                for name in fields:
                    del row[name]
    return document


def test_every_table_is_recorded() -> None:
    missing = exchanged().keys() - older_files.recorded_tables().keys()
    assert not missing, "run bin/record"


def test_every_field_is_recorded() -> None:
    for label, model in exchanged().items():
        table = older_files.recorded_tables()[label]
        missing = {field.name for field in fields_of(model)} - {*table["fields"], *table["defaults"]}
        assert not missing, f"{label}: run bin/record"


def test_a_changed_default_changes_no_older_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workshop._meta.get_field("language"), "get_default", lambda: "de")
    older_files.later_fields.cache_clear()
    assert older_files.later_fields()["discovery.Workshop"]["language"] == "en"


def test_a_computed_default_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Workshop\.uuid: older files need a fixed default"):
        default_of(Workshop._meta.get_field("uuid"))
    assert default_of(UseCase._meta.get_field("merged_from")) == {}


def test_what_older_files_lack_has_a_default() -> None:
    for label, names in older_files.later_fields().items():
        for field in fields_of(exchanged()[label]):
            is_optional = field.has_default() or field.null or field.blank
            assert field.name not in names or is_optional, f"{label}.{field.name} needs a default"


def test_a_field_that_came_later_has_its_default_in_an_older_file() -> None:
    older: Document = {"rows": {"lvt.Criterion": [{"name": "Reach"}]}, "history": {}}
    older_files.complete(older)
    assert older["rows"]["lvt.Criterion"] == [{"name": "Reach", "steps": ""}]


def test_a_later_table_whose_history_is_left_out_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as what people write unseen: no document holds its history."""
    monkeypatch.setattr(older_files, "later_tables", lambda: ("discovery.GlossaryTerm", "discovery.Note"))
    older: Document = {"rows": {}, "history": {}}
    older_files.complete(older)
    assert older["rows"].keys() == {"discovery.GlossaryTerm", "discovery.Note"}
    assert older["history"].keys() == {"discovery.GlossaryTerm"}


def test_a_file_older_than_aggregates_is_imported(discovery: Discovery) -> None:
    now = dump(exported(discovery))
    assert again(dump(as_older(exported(discovery)))) == now


def test_aggregates_are_asked_for_after_an_older_file_is_imported(
    discovery: Discovery, tmp_path: Path
) -> None:
    file = tmp_path / "older.json"
    file.write_bytes(dump(as_older(exported(discovery))))
    with emptied():
        call_command("import_discovery", file)
        asked = [each.name for each in perhaps_aggregates(Discovery.objects.get())]
    assert asked == ["HCP 360"]


def test_two_versions_do_not_differ_by_what_came_later(discovery: Discovery) -> None:
    document = exported(discovery)
    now = rows_in(dump(document).decode())
    assert rows_in(dump(as_older(document)).decode()) == now


@pytest.mark.parametrize("name", ["crm", "\u0421RM", "CRM\u200b", "\uff23\uff32\uff2d"])
def test_producers_that_look_the_same_are_named(discovery: Discovery, name: str) -> None:
    document = exported(discovery)
    (row,) = document["rows"]["products.Source"]
    document["rows"]["products.Source"].append({**row, "uuid": str(uuid4()), "name": name})
    with pytest.raises(
        InvalidDocument, match=r"Source “.*” – products\.Source, row 2, name, domain: .* in row 1"
    ):
        read_document(dump(document))


def packed(document: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DOCUMENT, document)
    return target.getvalue()


@pytest.mark.parametrize("is_packed", [False, True])
def test_what_is_too_large_for_a_page_is_imported_by_the_command_it_names(
    client: Any, discovery: Discovery, tmp_path: Path, is_packed: bool
) -> None:
    large = dump(exported(discovery)) + b" " * LARGEST
    sent = packed(large) if is_packed else large
    file = tmp_path / "large"
    file.write_bytes(sent)
    with emptied():
        here = factories.organization("Here")
        account = factories.member(here, OrganizationRole.FACILITATOR)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("discovery:import_upload", args=[here.slug])
        answer = client.post(url, {"file": io.BytesIO(sent)})
        assert answer.status_code == 422
        assert "manage.py import_discovery FILE --organization SLUG" in answer.content.decode()
        assert not Discovery.objects.exists()
        call_command("import_discovery", file, organization=here.slug)
        assert Discovery.objects.get().domain.organization == here
