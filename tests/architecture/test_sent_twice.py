"""The same form sent twice, by a double click or a retry, adds one thing: every form that adds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.forms import BaseForm
from django.test import Client

from core.models import Artifact, Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.forms.artifacts import ArtifactForm
from discovery.forms.captures import FIELDS, CaptureForm
from discovery.forms.kinds import form_of
from discovery.kinds.base import artifact_kinds
from discovery.models import Person
from discovery.selectors.captures import MODELS
from lvt.models import ScoringRound
from tests import factories
from tests.architecture.asking import text_of
from tests.architecture.filling import Control, controls_of
from tests.architecture.table import TABLE
from tests.architecture.world import World
from tests.factories import SYSTEM, make

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HTMX = {"HX-Request": "true"}
_FORMS = [entry for entry in TABLE if {"GET", "POST"} <= set(entry.methods)]
# What shows a secret that nobody can read later: who sends it again needs one that they see.
ADD_ANOTHER = ("HandoverLinkForm", "MeasurementKeyForm")
# What opens elsewhere (test_captures.py, test_consent.py), is saved where it stands, or is refused in the
# small world, whose method is frozen (tests/lvt/test_methods.py), all of whose domains are considered
# (tests/process/test_strategy.py), and all of whose people sit where they are asked for
# (tests/operating_model/test_governance_pages.py).
NOT_TAKEN = (
    "AgreementForm",
    "BodyMemberForm",
    "CriterionForm",
    "DeltaScoreForm",
    "OnboardingCandidateForm",
    "ParkingLotItemForm",
    "ProposalDecisionForm",
    "QuestionForm",
    "RiskForm",
    "TeamMembershipForm",
)
# The rows of each artifact that are not in the trash, asked as one question.
_COUNTS = " UNION ALL ".join(
    f"SELECT '{model._meta.label}', COUNT(*) FROM {model._meta.db_table} WHERE deleted_at IS NULL"  # noqa: S608  no name but ours
    for model in apps.get_models()
    if issubclass(model, Artifact)
)


def _rows() -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return Counter(dict(cursor.fetchall()))


def _forms_that_add() -> set[type[Any]]:
    forms = {form_of(kind) for kind in artifact_kinds}
    waiting: list[type[Any]] = [ArtifactForm]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        forms |= {each for each in below if each.adds and each._meta.model is not None}
    return forms


def _filled(client: Client, url: str, controls: dict[str, Control]) -> dict[str, list[str]] | None:
    """What the form takes: as it stands, with what it says is wrong or missing filled in."""
    data = {name: control.now for name, control in controls.items()}
    tried: Counter[str] = Counter()
    for _time in range(9):
        with transaction.atomic():
            answer = client.post(url, data, headers=HTMX)
            transaction.set_rollback(True)
        form = (answer.context or {}).get("form") if answer.status_code == 422 else None
        if not isinstance(form, BaseForm):
            return data if answer.status_code < 400 else None
        for field in form.errors if set(form.errors) - {"__all__"} else form.fields:
            name = form.add_prefix(field)
            control = controls.get(name)
            others = [each for each in control.others if any(each)] if control else []
            if tried[name] < len(others):
                data[name] = others[tried[name]]
                tried[name] += 1
    return None


def _adding(client: Client, url: str) -> tuple[BaseForm | None, dict[str, list[str]] | None]:
    """The form of something new at the address, and what it takes."""
    response = client.get(url, headers=HTMX)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    if not isinstance(form, BaseForm) or "revision" in form.fields:
        return None, None
    return form, _filled(client, url, controls_of(text_of(response)))


def test_a_form_that_is_sent_twice_adds_once(world: World) -> None:
    admin = world.client("admin")
    once, twice = set[str](), set[str]()
    for entry in _FORMS:
        client = world.client("guest") if entry.access in ("room", "contributor") else admin
        url = entry.url(world.own)
        form, data = _adding(client, url)
        if data is None:
            continue
        with transaction.atomic():
            counts = [_rows()]
            for _time in range(2):
                client.post(url, data, headers=HTMX)
                counts.append(_rows())
            transaction.set_rollback(True)
        if counts[1] - counts[0]:
            (twice if counts[2] - counts[1] else once).add(type(form).__name__)
    assert twice == set(ADD_ANOTHER)
    missing = {form.__name__ for form in _forms_that_add()} - once
    assert missing == set(NOT_TAKEN), sorted(missing)
