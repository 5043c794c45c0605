"""Two people who change one artifact, in every form of every artifact: nothing that one of them saved is
lost, and nothing is said to have changed that nobody touched."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.forms import conflicts
from core.forms.artifacts import ArtifactForm
from core.forms.kinds import form_of
from core.kinds.base import artifact_kinds
from core.services import artifacts
from core.services.operations import operation
from tests.apps import WITH_ROOMS, modules_of, name_of
from tests.architecture.asking import text_of
from tests.architecture.entries import Entry
from tests.architecture.filling import Control, controls_of
from tests.architecture.table import TABLE
from tests.architecture.world import World
from tests.factories import SYSTEM
from tests.sending import HTMX
from workshops.activity_kind import ActivityKind
from workshops.registries import activity_kinds

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

_FORMS = [entry for entry in TABLE if {"GET", "POST"} <= set(entry.methods)]
# Two fields of which one decides about the other.
TOGETHER = {
    ("OnboardingCandidateForm", "boundary", "boundary_reason"),  # a boundary that is no doubt needs no reason
    ("TeamMembershipForm", "is_today", "is_tomorrow"),  # one of the two at least
    ("TeamMembershipForm", "is_tomorrow", "is_today"),
    ("SharingForm", "pattern", "reason"),  # what to be careful about is that of the pattern
}
_shown: list[conflicts.StaleEdit] = []
# What an activity asks, where its form wants it.
SETTINGS: Mapping[str, Mapping[str, object]] = {
    "poll": {"form": "one", "options": ["Nordics", "Alps"]},
    "consent": {"proposal": "We begin in May."},
}
# Forms of which half of the fields cannot be changed at once, and why: two people are tried on each pair of
# neighbors instead.
IN_PAIRS = {
    "GuardrailForm": "what is agreed names the body that agreed on it",
    "ReviewAnswerForm": "who wants changes says which",
    "TeamForm": "a team exists today, tomorrow or both",
    "UseCaseForm": "an initiative tries the hypothesis that it belongs to",
}
# The edge of a row in an agenda sends its minutes without a dialog; no page shows what a room rated; what the
# objections of a room lead to opens a new decision.
NOT_OPENED = ("ActivityMinutesForm", "HypothesisRatingForm", "ProposalDecisionForm")


class Taken(NamedTuple):
    """What is sent of a control, and how the form shows it when it is saved."""

    sent: list[str]
    shown: list[str]


def _all_forms() -> set[str]:
    for path in modules_of("forms", apps=WITH_ROOMS):
        importlib.import_module(name_of(path))

    def below(form: type[Any]) -> Iterator[type[Any]]:
        for each in form.__subclasses__():
            yield each
            yield from below(each)

    made = {form_of(kind) for kind in artifact_kinds}
    written = {form for form in below(ArtifactForm) if form._meta.model is not None}
    return {form.__name__ for form in made | written if form.__module__.split(".")[0] in WITH_ROOMS}


def _opened(client: Client, url: str) -> tuple[Any, dict[str, Control]]:
    """The form of an artifact at the address, and what is in it; no controls where it opens a new one."""
    response = client.get(url, headers=HTMX)
    form = (response.context or {}).get("form") if response.status_code == 200 else None
    if not isinstance(form, ArtifactForm):
        return None, {}
    return form, controls_of(text_of(response)) if "revision" in form.fields else {}


def _sent(controls: dict[str, Control], **changed: list[str]) -> dict[str, list[str]]:
    return {name: control.now for name, control in controls.items()} | changed


def _save(client: Client, url: str, data: dict[str, list[str]]) -> int:
    return client.post(url, data, headers=HTMX).status_code


def _taken_together(
    client: Client, url: str, controls: dict[str, Control], names: list[str]
) -> dict[str, Taken]:
    """Another value of each of the fields, and how it is shown when all are sent; those alone that the form
    does not take so."""
    sent = {
        name: next((other for other in controls[name].others if other != controls[name].now), None)
        for name in names
    }
    taken = _shown_after(
        client, url, controls, {name: other for name, other in sent.items() if other is not None}
    )
    missing = [name for name in names if name not in taken]
    return taken | _taken_alone(client, url, controls, missing)


def _taken_alone(
    client: Client, url: str, controls: dict[str, Control], names: list[str]
) -> dict[str, Taken]:
    """Another value of each of the fields that the form takes alone, and how it is shown then."""
    taken: dict[str, Taken] = {}
    for name in names:
        for other in controls[name].others:
            if shown := _shown_after(client, url, controls, {name: other}):
                taken |= shown
                break
    return taken


def _shown_after(
    client: Client, url: str, controls: dict[str, Control], sent: dict[str, list[str]]
) -> dict[str, Taken]:
    """The fields that the form shows otherwise once it took what is sent."""
    with transaction.atomic():
        status = _save(client, url, _sent(controls, **sent))
        after = _opened(client, url)[1] if status < 400 else {}
        transaction.set_rollback(True)
    return {
        name: Taken(value, after[name].now)
        for name, value in sent.items()
        if name in after and after[name].now != controls[name].now
    }


def _two_people(client: Client, url: str, known: set[str]) -> tuple[str, list[str], list[str]]:
    """Every second field of the form with those between, and the other way round; the name of the form, what
    was wrong, and why the halves were not enough: then it is each field with the next one. Of a form that is
    `known` from another address, one pair is tried."""
    form, controls = _opened(client, url)
    if form is None:
        return "", [], []
    name = type(form).__name__
    if not controls:
        return name, [], []
    shown = [form.add_prefix(key) for key, field in form.fields.items() if not field.widget.is_hidden]
    if f"{name} {shown}" in known:
        shown = shown[:2]
    known.add(f"{name} {shown}")
    names = [each for each in shown if each in controls]
    clash = [
        f"{name}: {first} and {second} decide about each other"
        for form_name, first, second in TOGETHER
        if form_name == name
    ]
    if not clash:
        taken = _taken_together(client, url, controls, names)
        fields = [each for each in names if each in taken]
        first, second = fields[::2], fields[1::2]
        clash = _each(client, url, controls, taken, [(first, second), (second, first)]) if second else []
        if not clash:
            return name, [], []
    taken = _taken_alone(client, url, controls, names)
    fields = [*taken]
    pairs = [
        ([first], [second])
        for first, second in zip(fields, fields[1:] + fields[:1], strict=True)
        if first != second and (name, first, second) not in TOGETHER
    ]
    return name, _each(client, url, controls, taken, pairs), clash


def _each(
    client: Client,
    url: str,
    controls: dict[str, Control],
    taken: dict[str, Taken],
    both: list[tuple[list[str], list[str]]],
) -> list[str]:
    """What is wrong after one person changed the first fields and another the second ones, each time anew."""
    wrong = []
    for first, second in both:
        with transaction.atomic():
            theirs, mine = ({name: taken[name] for name in names} for names in (first, second))
            wrong += _saved_by_two(client, url, controls, theirs, mine)
            transaction.set_rollback(True)
    return wrong


def _saved_by_two(
    client: Client, url: str, controls: dict[str, Control], theirs: dict[str, Taken], mine: dict[str, Taken]
) -> list[str]:
    said = f"{url} {[*theirs]} {[*mine]}"
    _save(client, url, _sent(controls, **{name: value.sent for name, value in theirs.items()}))
    changed = {name: value.sent for name, value in mine.items()}
    answer = client.post(url, _sent(controls, **changed), headers=HTMX)
    if answer.status_code != 409:
        return [f"{said}: {answer.status_code}"]
    stale = _shown.pop()
    told = [sorted(_name(each) for each in part) for part in (stale.theirs, stale.mine, stale.choices)]
    wrong = [] if told == [sorted(theirs), sorted(mine), []] else [f"{said}: told {told}"]
    if (status := _save(client, url, _sent(controls_of(text_of(answer))))) >= 400:
        return [*wrong, f"{said}: refused with {status}"]
    saved = _opened(client, url)[1]
    kept = {name: saved[name].now for name in (theirs | mine)}
    wanted = {name: value.shown for name, value in (theirs | mine).items()}
    return wrong if kept == wanted else [*wrong, f"{said}: kept {kept}"]


def _name(difference: conflicts.Difference) -> str:
    return difference.field.html_name if difference.field else difference.answer


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps what was compared last."""
    real = conflicts.compared

    def compared(*args: Any) -> conflicts.StaleEdit:
        _shown[:] = [real(*args)]
        return _shown[0]

    monkeypatch.setattr(conflicts, "compared", compared)


@pytest.mark.sweep(sample="tests/architecture/test_conflicts.py")
def test_what_two_people_change_in_two_fields_is_both_kept(world: World, keeping: None) -> None:
    client = world.client("admin")
    seen: set[str] = set()
    known: set[str] = set()
    wrong: list[str] = []
    clashes: dict[str, list[str]] = {}
    for entry in _FORMS:
        name, amiss, clash = _two_people(_client(world, client, entry), entry.url(world.own), known)
        seen.add(name)
        wrong += amiss
        clashes |= {name: clash} if clash else {}
    assert not wrong, "\n".join(wrong)
    # Forms that are tried in pairs alone are named; the failure says why a form is.
    named = IN_PAIRS.keys() | {form_name for form_name, *_pair in TOGETHER}
    assert set(clashes) == named, "\n".join(f"{name}: {clashes.get(name)}" for name in set(clashes) ^ named)
    missing = sorted(_all_forms() - seen)
    assert missing == sorted(NOT_OPENED), "\n".join(missing)


@pytest.mark.parametrize(
    "kind", [each for each in activity_kinds if each.settings_form], ids=lambda kind: kind.key
)
def test_settings_of_an_activity_that_nobody_touched_are_kept(
    world: World, keeping: None, kind: ActivityKind
) -> None:
    activity, client = world.own.activities[kind.key], world.client("admin")
    url = reverse("discovery:console_activity", args=[world.own.workshop.code, activity.uuid])
    with transaction.atomic():
        with operation(SYSTEM, "test.asked"):
            artifacts.change(activity, settings={**activity.settings, **SETTINGS.get(kind.key, {})})
        controls = _opened(client, url)[1]
        theirs, mine = {"title": Taken(["Theirs"], ["Theirs"])}, {"minutes": Taken(["7"], ["7"])}
        wrong = _saved_by_two(client, url, controls, theirs, mine)
        after = _opened(client, url)[1]
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    settings = [name for name in controls if name.startswith("settings-")]
    assert {name: after[name].now for name in settings} == {name: controls[name].now for name in settings}


def _client(world: World, admin: Client, entry: Entry) -> Client:
    return world.client("guest") if entry.access in ("room", "contributor") else admin
