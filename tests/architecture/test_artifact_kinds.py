"""Kinds of artifacts: which models have one, and what Django says of a kind that names what there is not."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps

from core.kinds.base import artifact_kinds, written_out_kinds
from core.kinds.layout import Layout, OnEdit
from core.models import Artifact
from core.services import kinds
from products.design.iterations.kinds import IterationKind
from products.models import DataProduct, Iteration
from tests import factories
from tests.contributing import contributions
from tests.undoing import services
from workshops.checks import wrong_names

# Artifacts that a typed function writes, and why: the write has a rule of its own, or does more than write.
WRITTEN_OUT = {
    "discovery.Discovery": "its phases, streams and workshops come with it: discoveries/services.py",
    "discovery.DiscoveryAccess": "who loses it, loses their open pages: discoveries/services.py",
    "discovery.Phase": "it comes with its discovery, and never changes: discoveries/services.py",
    "discovery.Stream": "a discovery begins or ends one: discoveries/services.py",
    "handover.CheckInAnswer": "an owner gives it once, where it belongs: owner_follow_ups/services.py",
    "handover.CheckInLink": "its key is a secret, and what is revoked stays so: owner_follow_ups/services.py",
    "handover.HandoverLink": "its key is a secret, and what is revoked stays so: versions/services.py",
    "handover.HandoverVersion": "it is frozen, with description: services/freezing.py",
    "handover.ReportProfile": "its sections are keys in an order, no rows: report_profiles/services.py",
    "handover.SectionReview": "one asks, and another answers: section_reviews/services.py",
    "lvt.Criterion": "it changes only until a round used its method: methods/services.py",
    "lvt.RoundUseCase": "it comes with its round: rounds/services.py",
    "lvt.ScoringMethod": "it changes only until a round used it: methods/services.py",
    "lvt.ScoringRound": "it is opened, revealed and opened again: rounds/services.py",
    "lvt.ShortlistedUseCase": "a decision is taken with it, once: shortlist/services.py",
    "lvt.Vision": "there is one, and its form writes the first as well: tree/services.py",
    "operating_model.DutyPart": "all parts of a row are set with it: responsibilities/services.py",
    "organizations.Domain": "facilitators write it, admins delete it: organization/services.py",
    "organizations.Membership": "an account may come with it, one admin stays: organization/services.py",
    "organizations.Organization": "who makes it is its admin: organization/services.py",
    "organizations.OrganizationLook": "a picture is drawn anew for it: looks/services.py",
    "products.DistinctProducts": "a mark on a pair in any order, and again: landscape/overlaps/services.py",
    "products.Measurement": "many come at once, and spend a budget: promises/measurements/services.py",
    "products.MeasurementKey": "its secret is shown once: services/measurement_keys.py",
    "products.ProductConsumer": "moved to a used port, it ends: design/sources_and_consumers/services.py",
    "products.Slo": "its sentence follows from its windows: promises/services.py",
    "products.SloWindow": "an objective is written with its windows: promises/services.py",
    "products.TemplateAnswer": "without a text it is taken back: design/product/services.py",
    "technology.AssetRead": "what is said again is what is there: today/services.py",
    "technology.ProductNeed": "a page sets all needs of a product: needs/services.py",
    "technology.SharingChoice": "a port has one, answers empty others: port_sharing_pattern/services.py",
    "workshops.Activity": "the agenda gives it time, track and settings: agenda/services.py",
    "workshops.AgendaTemplate": "a workshop or a file gives its agenda: agenda/agenda_templates/services.py",
    "workshops.Decision": "rooms take it too, and it is dated: results/decisions/services.py",
    "workshops.DecisionLink": "it leads to pages of its discovery: results/decisions/services.py",
    "workshops.NoteGroup": "notes move with it: services/note_groups.py",
    "workshops.Track": "a breakout opens and closes it: room/breakouts/services.py",
    "workshops.Workshop": "its agenda and its code come with it: workshop/services.py",
}


def _artifacts() -> Iterator[str]:
    for model in apps.get_models():
        if issubclass(model, Artifact):
            yield model._meta.label


def _declared() -> Iterator[str]:
    for kind in artifact_kinds:
        yield kind.key
        yield from (link.model._meta.label for link in kind.links.values())
    services()  # imports those that declare contributions
    yield from (each.model._meta.label for each in contributions())


def test_what_has_no_kind_says_why() -> None:
    """A kind names it in its links, or people send it as a contribution, or a function writes it."""
    differing = (set(_artifacts()) - set(_declared())) ^ {*WRITTEN_OUT}
    assert not differing, (
        f"declare a kind or a contribution of it, or say in WRITTEN_OUT why not: {differing}"
    )


def test_what_is_written_out_names_a_module_that_knows_it() -> None:
    """The module that the reason names is there, and imports the model."""
    for label, reason in WRITTEN_OUT.items():
        module = reason.rpartition(": ")[2].removesuffix(".py").replace("/", ".")
        app, _dot, name = label.partition(".")
        assert name in vars(importlib.import_module(f"{app}.{module}")), label


def test_every_kind_is_of_an_artifact() -> None:
    assert {kind.key for kind in artifact_kinds} <= set(_artifacts())


def test_no_kind_is_called_as_something_of_a_model() -> None:
    """`Kind` ends the name of a column with its choices in a `models.py`, of an artifact in a `kinds.py`."""
    declared = [type(kind) for kind in (*artifact_kinds, *written_out_kinds)]
    of_models = {name for kind in declared for name in vars(importlib.import_module(kind.model.__module__))}
    assert {kind.__name__ for kind in declared} & of_models == set()


def test_no_kind_names_what_there_is_not() -> None:
    declared = (*artifact_kinds, *written_out_kinds)
    assert [(kind.key, list(wrong_names(kind))) for kind in declared if list(wrong_names(kind))] == []


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("title", "nmae", "title names 'nmae'"),
        ("layout", Layout("name", OnEdit("goal")), "layout names 'goal'"),
        ("labels", {"title": "Title"}, "labels names 'title'"),
        ("help_texts", {"ends": "Last day"}, "help_texts names 'ends'"),
        ("empty", {"owner": "Nobody"}, "empty names 'owner'"),
        ("grouped_by", ("plane",), "grouped_by names 'plane'"),
        ("on_delete_trash", ("steps",), "on_delete_trash names 'steps'"),
        ("extra_file_fields", ("stage",), "extra_file_fields names 'stage'"),
        ("recognized_by", ("nmae",), "recognized_by names 'nmae'"),
        ("on_delete_clear", {"steps": ()}, "on_delete_clear names 'steps'"),
        ("on_delete_clear", {"product": ("step",)}, "on_delete_clear names 'step'"),
        ("path", "product", "path 'product' leads to no discovery and no organization"),
        ("path", "product__dicsovery", "path 'product__dicsovery' leads to no discovery and no organization"),
    ],
)
def test_django_refuses_to_start_with_a_name_that_there_is_not(
    monkeypatch: pytest.MonkeyPatch, option: str, value: object, said: str
) -> None:
    kind = IterationKind()
    monkeypatch.setattr(IterationKind, option, value)
    assert list(wrong_names(kind)) == [said]


@pytest.mark.django_db
def test_a_change_of_what_is_no_field_is_refused() -> None:
    """Where an artifact hangs is changed only by kinds that let it move."""
    product, other = (
        factories.make(
            DataProduct,
            discovery=discovery,
            domain=discovery.domain,
            name="HCP profile",
            kind="source_oriented",
        )
        for discovery in (factories.discovery(), factories.discovery())
    )
    step = factories.make(Iteration, product=product, name="First")
    with pytest.raises(TypeError, match="no field"):
        kinds.change(actor=factories.SYSTEM, artifact=step, product=other)
