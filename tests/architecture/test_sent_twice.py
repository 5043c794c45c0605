"""The same form sent twice, by a double click or a retry, adds one thing: every form that adds. With
something else in it, it is never answered as if that were saved, and comes back so that sending it once more
works."""

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

from core.forms.artifacts import ArtifactForm
from core.forms.kinds import form_of
from core.kinds.base import artifact_kinds
from core.models import Artifact, Operation
from core.models.history import HistoryRow
from core.services import artifacts
from core.services.operations import operation
from lvt.models import HypothesisRating, ScoringRound
from organizations.models import Person
from tests import factories
from tests.architecture.asking import text_of
from tests.architecture.filling import Control, controls_of
from tests.architecture.table import TABLE
from tests.architecture.world import World
from tests.factories import SYSTEM, make
from tests.sending import HTMX
from workshops.models import Answer
from workshops.results.quick_captures.forms import CaptureForm

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

Data = dict[str, list[str]]
Controls = dict[str, Control]
_FORMS = [entry for entry in TABLE if {"GET", "POST"} <= set(entry.methods)]
# What shows a secret that nobody can read later: who sends it again needs one that they see.
ADD_ANOTHER = ("HandoverLinkForm", "MeasurementKeyForm")
# No form of the small world adds it: rooms write ratings, and a scenario needs a ranking, with which forms of
# the method are frozen (tests/products/test_scenarios.py sends its form twice).
ADDED_ELSEWHERE = {"HypothesisRatingForm", "ScenarioForm"}
# What counts for another choice only, so that the first form would not have kept it either: the value of a
# rule by role, the reason of a boundary that stays, the stream of a report for all, or that the agenda says;
# the names of a new organization and its domains, and the agendas of other purposes.
NOT_KEPT = {
    ("AccessRuleForm", "value"),
    ("NewWorkshopForm", "stream"),
    ("OnboardingCandidateForm", "boundary_reason"),
    ("ReportProfileForm", "stream"),
    ("WorkshopNowForm", "agenda_products"),
    ("WorkshopNowForm", "agenda_whole"),
    ("WorkshopNowForm", "domains"),
    ("WorkshopNowForm", "organization"),
}
# What differs although the same is written: keys, times, and what is drawn by lot.
BY_ITSELF = {"id", "uuid", "created_at", "modified_at", "code", "operation_id"}
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


def _form_of(answer: Any) -> BaseForm | None:
    shown = answer.context or {}
    form = shown.get("form") or shown.get("capture_form")
    return form if isinstance(form, BaseForm) else None


def _filled(client: Client, url: str, controls: Controls) -> Data | None:
    """What the form takes: as it stands, with what it says is wrong or missing filled in."""
    data = {name: control.now for name, control in controls.items()}
    tried: Counter[str] = Counter()
    for _time in range(9):
        with transaction.atomic():
            answer = client.post(url, data, headers=HTMX)
            transaction.set_rollback(True)
        form = _form_of(answer) if answer.status_code == 422 else None
        if form is None:
            return data if answer.status_code < 400 else None
        for field in form.errors if set(form.errors) - {"__all__"} else form.fields:
            name = form.add_prefix(field)
            control = controls.get(name)
            others = [each for each in control.others if any(each)] if control else []
            if tried[name] < len(others):
                data[name] = others[tried[name]]
                tried[name] += 1
    return None


def _adding(client: Client, url: str) -> tuple[BaseForm | None, Controls, Data | None]:
    """The form of something new at the address, its controls, and what it takes."""
    response = client.get(url, headers=HTMX)
    form = _form_of(response) if response.status_code == 200 else None
    if form is None or "revision" in form.fields:
        return None, {}, None
    controls = controls_of(text_of(response))
    return form, controls, _filled(client, url, controls)


def _others(data: Data, controls: Controls) -> Iterator[tuple[str, Data]]:
    """The form with one other value in it, for each of its controls: a text with one more word."""
    for name, control in controls.items():
        if control.kind in ("text", "textarea"):
            yield name, {**data, name: [f"{' '.join(data[name])} else"]}
        else:
            yield from ((name, {**data, name: other}) for other in control.others if other != data[name])


def _alternatives(form: BaseForm, controls: Controls, data: Data) -> Iterator[tuple[str, Controls, Data]]:
    """Yield the name of a form, the controls that count, and its data; for the form that captures, once for
    each kind, because each kind has fields of its own."""
    if not isinstance(form, CaptureForm):
        yield type(form).__name__, controls, data
        return
    for key, kind in form.kinds.items():
        if kind.key in artifact_kinds:
            own = {name: controls[name] for name in ("title", *form.columns[key]) if name in controls}
            yield f"{kind.model.__name__}Form", own, {**data, "title": ["So it is"], "kind": [key]}


def _fill(world: World) -> None:
    """Add what the forms of the small world need to have something to choose."""
    make(Person, organization=world.own.organization, name="Nora New")
    factories.domain(world.own.organization, "Not considered yet")
    with operation(SYSTEM, "things.deleted"):
        # The method is frozen else, and the scores and the agreement are changed where they stand.
        artifacts.trash(*ScoringRound.objects.filter(method__discovery=world.own.discovery))
        artifacts.trash(*HypothesisRating.objects.filter(criterion__method__discovery=world.own.discovery))
        artifacts.trash(world.own.agreement, world.own.delta_score)
        consenting = artifacts.change(
            world.own.consenting, phase="revealed", settings={"proposal": "We begin in May."}
        )
    Answer.objects.create(activity=consenting, author="somebody", slot="1", number=1, text="Too early")


def _written(client: Client, url: str, data: Data) -> Counter[str]:
    """The rows that the form writes, by model and columns."""
    before = Operation.objects.count()
    with transaction.atomic():
        client.post(url, data, headers=HTMX)
        new = set(Operation.objects.order_by("pk")[before:].values_list("pk", flat=True))
        rows = Counter[str]()
        for model in apps.get_models():
            if issubclass(model, HistoryRow):
                for row in map(dict, model._default_manager.filter(operation__in=new).values()):
                    names = [name for name in row if name not in BY_ITSELF and "history" not in name]
                    rows[f"{model._meta.label} {[(name, row[name]) for name in names]}"] += 1
        transaction.set_rollback(True)
    return rows


def _answered(client: Client, url: str, data: Data) -> str:
    """How the form is answered that was sent before with something else: "lost", when it is answered as if
    it were saved and nothing is written; "stuck", when it comes back neither with another uuid nor with both
    versions."""
    before = Operation.objects.count()
    with transaction.atomic():
        answer = client.post(url, data, headers=HTMX)
        status, after = answer.status_code, Operation.objects.count()
        transaction.set_rollback(True)
    if status == 409 and "uuid" in data:
        shown = {name: control.now for name, control in controls_of(text_of(answer)).items()}
        is_open = "revision" in shown or shown.get("uuid", data["uuid"]) != data["uuid"]
        return "" if is_open else "stuck"
    return "lost" if status < 400 and after == before else ""


class Sent(NamedTuple):
    """What became of a form that was sent twice: whether each of the two added something, and how they were
    answered. Of its fields: those of which another value is `lost`, answered as if it were saved; those of
    which the first form keeps nothing either; and those after which the form is `stuck`."""

    adds: bool
    adds_again: bool
    statuses: list[int]
    lost: set[str]
    not_kept: set[str]
    stuck: set[str]


def _sent(client: Client, url: str, data: Data, controls: Controls) -> Sent:
    with transaction.atomic():
        counts, statuses, wrong = [_rows()], list[int](), list[tuple[str, str, Data]]()
        for _time in range(2):
            statuses.append(client.post(url, data, headers=HTMX).status_code)
            counts.append(_rows())
        adds, adds_again = (bool(after - before) for before, after in pairwise(counts))
        if adds and not adds_again:
            others = _others(data, controls)
            wrong += [(_answered(client, url, other), name, other) for name, other in others]
        transaction.set_rollback(True)
    stuck = {name for how, name, _other in wrong if how == "stuck"}
    unwritten = [(name, other) for how, name, other in wrong if how == "lost"]
    as_first = _written(client, url, data) if unwritten else Counter[str]()
    lost = {name for name, other in unwritten if _written(client, url, other) != as_first}
    return Sent(adds, adds_again, statuses, lost, {name for name, _other in unwritten} - lost, stuck)


@pytest.mark.sweep(sample="tests/architecture/test_sent_otherwise.py")
def test_a_form_that_is_sent_again_adds_once_and_loses_nothing(world: World) -> None:
    admin = world.client("admin")
    once, twice = set[str](), set[str]()
    otherwise = dict[str, list[int]]()
    lost, not_kept, stuck = set[tuple[str, str]](), set[tuple[str, str]](), set[tuple[str, str]]()
    with transaction.atomic():
        _fill(world)
        for entry in _FORMS:
            client = world.client("guest") if entry.access in ("room", "contributor") else admin
            url = entry.url(world.own)
            form, controls, taken = _adding(client, url)
            if form is None or taken is None:
                continue
            for name, own, data in _alternatives(form, controls, taken):
                sent = _sent(client, url, data, own)
                if sent.adds:
                    (twice if sent.adds_again else once).add(name)
                    for fields, all_of in ((sent.lost, lost), (sent.not_kept, not_kept), (sent.stuck, stuck)):
                        all_of |= {(name, field) for field in fields}
                    if len(set(sent.statuses)) > 1:
                        otherwise[name] = sent.statuses
        transaction.set_rollback(True)
    assert twice == set(ADD_ANOTHER)
    assert not otherwise, "the second of two equal forms is answered otherwise than the first"
    assert not lost, f"something else under the same uuid is answered as if it were saved: {sorted(lost)}"
    assert not_kept == NOT_KEPT, sorted(not_kept)
    assert not stuck, f"a form that is sent with something else keeps its uuid: {sorted(stuck)}"
    missing = {form.__name__ for form in _forms_that_add()} - once - ADDED_ELSEWHERE
    assert not missing, sorted(missing)
