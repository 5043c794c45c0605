"""A discovery as a document and back: nothing is lost, and nothing is told that nobody may know."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import models

from core.exceptions import NotAllowed, NotFound
from core.models import Artifact, Operation
from core.models.history import ActorKind
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery, DiscoveryAccess
from discovery.selectors.root_lookups import paths
from exchange.discovery_documents.services import export_document, export_file, import_document
from exchange.format import dump
from exchange.format.document_tables import exchanged, fields_of, is_needed, is_own, label_of, our_models
from exchange.format.field_values import is_supported
from exchange.format.schema import schema, schema_file
from exchange.format.table_rules import fields_left_out, history_left_out, left_out
from lvt.models import Goal, Hypothesis
from organizations.actors import Actor
from organizations.models import Membership, Organization, OrganizationLook, Person, User
from organizations.organization.models import OrganizationRole
from process.models import StrategyQuestion
from tests import factories
from tests.demo import put_demo
from tests.exchange.exchanging import again, emptied, exported, read_anew
from tests.factories import SYSTEM, make

DOCS = Path(__file__).resolve().parents[2] / "docs"


# --- No model and no field is forgotten -----------------------------------------------------------


def test_every_model_is_told_or_says_why_not() -> None:
    ours = {label_of(model) for model in our_models()}
    assert set(left_out()) <= ours
    assert set(exchanged()) | set(left_out()) | {"discovery.Operation"} == ours
    assert set(history_left_out()) <= set(exchanged())
    for label, model in exchanged().items():
        hangs = model is Organization or is_own(model) or paths(model, Organization)
        assert hangs, f"{label} hangs on no discovery and no organization: document_rules say why"


def test_every_field_is_told_or_says_why_not() -> None:
    names = {
        f"{label_of(model)}.{each.name}" for model in our_models() for each in model._meta.concrete_fields
    }
    assert set(fields_left_out()) <= names
    for label, model in exchanged().items():
        for field in fields_of(model):
            if field.remote_field is None:
                assert is_supported(field), f"{label}.{field.name}: documents cannot hold it"
            else:
                target = label_of(field.related_model)  # type: ignore[arg-type]  # a key to another table has one
                assert target in exchanged() or not is_needed(field), f"{label}.{field.name} names {target}"


# Fields that sound like secrets and are none: names, and keys of shipped data.
NO_SECRETS = {
    "discovery.DeltaDimension.key",
    "discovery.Person.email",
    "discovery.Role.key",
    "discovery.StrategyQuestion.key",
    "discovery.SuitabilityStatement.key",
    "operating_model.KeyQuestion.key",
    "technology.Capability.key",
}


def test_nothing_that_opens_something_is_told() -> None:
    words = ("code", "digest", "email", "key", "password", "secret", "token")
    secrets = {
        f"{label}.{field.name}"
        for label, model in exchanged().items()
        for field in fields_of(model)
        if any(word in field.name.split("_") for word in words)
    }
    assert secrets == NO_SECRETS
    assert not any(
        field.related_model is User for model in exchanged().values() for field in fields_of(model)
    )


# --- There and back -------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


def test_the_demo_comes_back_to_the_last_byte() -> None:
    from workshops import demo

    put_demo()
    discovery = Discovery.objects.get(slug=demo.SLUG)
    first = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    assert again(first) == first
    document = json.loads(first)
    for label in ("lvt.Goal", "lvt.Score", "products.DataProduct", "discovery.Workshop", "lvt.UseCase"):
        assert document["rows"][label], label
    assert any(row["history_type"] == "~" for row in document["history"]["lvt.Hypothesis"])
    assert demo.FACILITATOR not in first.decode()
    assert demo.CO_FACILITATOR not in first.decode()


def test_what_comes_back_is_in_its_order_with_its_past() -> None:
    discovery = factories.discovery()
    goals = [make(Goal, discovery=discovery, title=f"Goal {number}") for number in range(3)]
    with operation(SYSTEM, "goal.changed", place=discovery):
        artifacts.change(goals[0], title="Goal changed")
    with operation(SYSTEM, "goal.deleted", place=discovery):
        artifacts.trash(goals[1])
    goals[0].refresh_from_db()
    before = [(goal.uuid, goal.title, goal.modified_at) for goal in Goal.everything.order_by("pk")]
    past = [(row.title, row.history_type, row.history_date) for row in Goal.history.order_by("history_id")]
    data = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    with emptied():
        import_document(actor=SYSTEM, data=data)
        after = [(goal.uuid, goal.title, goal.modified_at) for goal in Goal.everything.order_by("pk")]
        assert after == before
        assert Goal.objects.count() == 2
        rows = Goal.history.order_by("history_id")
        assert [(row.title, row.history_type, row.history_date) for row in rows] == past
        assert {row.operation.verb for row in rows} == {"test.made", "goal.changed", "goal.deleted"}


def test_the_import_is_in_the_records_and_goes_on_from_there() -> None:
    discovery = factories.discovery()
    make(Goal, discovery=discovery, title="There")
    data = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    with emptied():
        made = import_document(actor=Actor(ActorKind.IMPORT, "import of a file"), data=data)
        done = Operation.objects.get(verb="discovery.imported")
        assert (done.actor_kind, done.scope_uuid) == ("import", made.uuid)
        new = make(Goal, discovery=made, title="New")
        assert new.pk > Goal.objects.get(title="There").pk
        assert new.history.count() == 1


# --- Who may, and where it goes -------------------------------------------------------------------


def test_editors_export_and_nobody_else() -> None:
    discovery = factories.discovery()
    editor = factories.access(discovery, DiscoveryRole.EDITOR)
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    assert export_document(actor=Actor.of_account(editor), discovery=discovery)["format"]
    with pytest.raises(NotAllowed):
        export_document(actor=Actor.of_account(viewer), discovery=discovery)
    with pytest.raises(NotFound):
        export_document(actor=Actor.of_account(factories.user()), discovery=discovery)


def test_it_comes_into_an_organization_that_is_here() -> None:
    discovery = factories.discovery()
    person = make(Person, organization=discovery.domain.organization, name="Amara")
    goal = make(Goal, discovery=discovery, title="Goal", owner=person)
    make(Hypothesis, goal=goal, statement="Bet", owner=person)
    shipped = {"key": "why", "text": "Why now?"}
    make(StrategyQuestion, organization=discovery.domain.organization, **shipped)
    make(OrganizationLook, organization=discovery.domain.organization, accent="#112233")
    data = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    with emptied():
        here = factories.organization("Here")
        make(type(discovery.domain), organization=here, name="Taken", slug=discovery.domain.slug)
        factories.discovery(factories.domain(here), slug=discovery.slug)
        question = make(StrategyQuestion, organization=here, answer="Said here", **shipped)
        make(OrganizationLook, organization=here, accent="#445566")
        account = factories.member(here, OrganizationRole.FACILITATOR)
        actor = Actor.of_account(account)
        made = import_document(actor=actor, data=data, organization=here)
        assert made.domain.organization == here
        assert Organization.objects.get() == here
        assert made.slug != discovery.slug
        assert (
            StrategyQuestion.objects.get() == question
        )  # of one organization, each shipped one is there once
        assert OrganizationLook.objects.get().accent == "#445566"
        assert made.domain.slug != discovery.domain.slug
        assert Person.objects.get().organization == here
        assert DiscoveryAccess.objects.get(discovery=made).user == account
        member = factories.member(here)
        with pytest.raises(NotAllowed):
            import_document(actor=Actor.of_account(member), data=data, organization=here)


def test_what_the_organization_has_already_stays_as_it_is() -> None:
    discovery = factories.discovery()
    organization = discovery.domain.organization
    person = make(Person, organization=organization, name="Amara")
    make(Goal, discovery=discovery, title="Goal", owner=person)
    document = exported(discovery)
    for row in document["rows"]["discovery.Person"]:
        row["name"] = "Overwritten"
    # As if it came from a discovery of the same organization that was started elsewhere.
    text = dump(document).decode()
    for label in ("discovery.Discovery", "lvt.Goal", "discovery.Phase", "discovery.Stream"):
        for row in document["rows"][label]:
            text = text.replace(row["uuid"], str(uuid4()))
    for row in document["operations"]:
        if row["discovery"]:
            text = text.replace(row["uuid"], str(uuid4()))
    made = import_document(actor=SYSTEM, data=text.encode(), organization=organization)
    assert made.pk != discovery.pk
    person.refresh_from_db()
    assert person.name == "Amara"
    assert person.history.count() == 1
    assert Goal.objects.get(discovery=made).owner == person


# --- Commands and schema --------------------------------------------------------------------------


def test_the_commands_write_and_read_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    discovery = factories.discovery()
    file = tmp_path / "discovery.json"
    call_command("export_discovery", discovery.slug, output=file)
    assert json.loads(file.read_bytes())["discovery"] == str(discovery.uuid)
    capsys.readouterr()
    with emptied():
        call_command("import_discovery", file, facilitator="new@example.org")
        assert capsys.readouterr().out == f"discovery: {discovery.slug}\n"
        assert Membership.objects.get(user__email="new@example.org").role == OrganizationRole.ADMIN


def test_the_schema_in_the_documents_is_that_of_the_models() -> None:
    written = (DOCS / "exchange.schema.json").read_bytes() == schema_file()
    assert written, "bin/record writes it anew"
    tables = schema()["properties"]["rows"]["properties"]
    assert set(tables) == set(exchanged())


def test_documents_are_what_the_schema_says() -> None:
    discovery = factories.discovery()
    make(Goal, discovery=discovery, title="Goal")
    document = exported(discovery)
    described = schema()
    assert set(document) == set(described["properties"])
    for part in ("rows", "history"):
        for label, rows in document[part].items():
            items = described["properties"][part]["properties"][label]["items"]
            # Older files may leave out what came later (`required`); what is written holds all of it.
            wanted = sorted({**described["$defs"][label]["properties"], **items.get("properties", {})})
            assert all(sorted(row) == wanted for row in rows), label


def test_models_are_artifacts_or_rows_that_nothing_names() -> None:
    """A row without a uuid cannot be named in a document."""
    for label, model in exchanged().items():
        if issubclass(model, Artifact) or any(f.name == "uuid" for f in model._meta.concrete_fields):
            continue
        named = [each for other in our_models() for each in _keys(other) if each.related_model is model]
        assert named == [], label


def _keys(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]  # of any type
    return [each for each in model._meta.concrete_fields if each.remote_field is not None]
