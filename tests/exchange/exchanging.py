"""A discovery exported, everything thrown away, and imported again: within one database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from hypothesis import Phase

from discovery.models import Discovery
from exchange.discovery_documents.services import export_document, export_file, import_document
from exchange.format import dump
from lvt.models import Goal, Hypothesis, ScoringMethod
from organizations.models import Person
from tests import factories
from tests.factories import SYSTEM, make

Document = dict[str, Any]
# What fails is not made smaller: each try writes a discovery, which takes minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@contextmanager
def emptied() -> Iterator[None]:
    """The database without a row of ours, as long as this lasts."""
    with transaction.atomic():
        for app in settings.OUR_APPS:
            for model in apps.get_app_config(app).get_models():
                with connection.cursor() as cursor:
                    cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608  no name but ours
        yield
        transaction.set_rollback(True)


def small_discovery() -> Discovery:
    """A discovery with a row of several tables: a person, a goal with a bet, a method, and a poll."""
    made = factories.discovery()
    person = make(Person, organization=made.domain.organization, name="Amara")
    goal = make(Goal, discovery=made, title="Goal", owner=person)
    make(Hypothesis, goal=goal, statement="Bet")
    make(ScoringMethod, discovery=made, name="Method")
    factories.activity(factories.workshop(made), "poll", settings={"form": "words"})
    return made


def goal_of(document: Document) -> dict[str, Any]:
    """The row of the first goal in the document."""
    row: dict[str, Any] = document["rows"]["lvt.Goal"][0]
    return row


def exported(discovery: Discovery) -> Document:
    """The document as somebody gets it who opens the file."""
    document: Document = json.loads(export_file(actor=SYSTEM, discovery=read_anew(discovery)))
    return document


def read_anew(discovery: Discovery) -> Discovery:
    return Discovery.objects.select_related("domain__organization").get(pk=discovery.pk)


def again(data: bytes) -> bytes:
    """The document of the discovery that is imported from `data` into an empty database."""
    with emptied():
        made = import_document(actor=SYSTEM, data=data)
        document = export_document(actor=SYSTEM, discovery=made, versions=True)
        return dump(document)
