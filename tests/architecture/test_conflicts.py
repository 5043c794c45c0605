"""Two people who change one artifact, in every form of every artifact: nothing that one of them saved is
lost, and nothing is said to have changed that nobody touched."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from discovery.activity_kind import ActivityKind
from discovery.forms.artifacts import ArtifactForm
from discovery.forms.kinds import form_of
from discovery.kinds.base import artifact_kinds
from discovery.registries import activity_kinds
from discovery.services import artifacts
from discovery.services.operations import operation
from discovery.web import conflicts
from tests.apps import WITH_ROOMS
from tests.architecture.asking import text_of
from tests.architecture.entries import Entry
from tests.architecture.filling import Control, controls_of
from tests.architecture.table import TABLE
from tests.architecture.world import World
from tests.factories import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HTMX = {"HX-Request": "true"}
_FORMS = [entry for entry in TABLE if {"GET", "POST"} <= set(entry.methods)]
# Two fields of which one decides about the other.
TOGETHER = {
    ("OnboardingCandidateForm", "boundary", "boundary_reason"),  # a boundary that is no doubt needs no reason
    ("MemberForm", "is_today", "is_tomorrow"),  # one of the two at least
    ("MemberForm", "is_tomorrow", "is_today"),
    ("SharingForm", "pattern", "reason"),  # what to be careful about is that of the pattern
}
_shown: list[conflicts.StaleEdit] = []
# What an activity asks, where its form wants it.
SETTINGS: Mapping[str, Mapping[str, object]] = {
    "poll": {"form": "one", "options": ["Nordics", "Alps"]},
    "consent": {"proposal": "We begin in May."},
}
# What the objections of a room lead to opens a new decision.
NOT_OPENED = ("ProposalDecisionForm",)


class Taken(NamedTuple):
    """What is sent of a control, and how the form shows it when it is saved."""

    sent: list[str]
    shown: list[str]


def _all_forms() -> set[str]:
    for app in WITH_ROOMS:
        forms = importlib.import_module(f"{app}.forms")
        for module in pkgutil.iter_modules(forms.__path__):
            importlib.import_module(f"{forms.__name__}.{module.name}")

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


def _takes(client: Client, url: str, controls: dict[str, Control], name: str) -> Taken | None:
    """Another value of the field that the form takes alone, and how it is shown then."""
    for other in controls[name].others:
        with transaction.atomic():
            status = _save(client, url, _sent(controls, **{name: other}))
            after = _opened(client, url)[1].get(name) if status < 400 else None
            transaction.set_rollback(True)
        if after is not None and after.now != controls[name].now:
            return Taken(other, after.now)
    return None


def _two_people(client: Client, url: str, known: set[str]) -> tuple[str, list[str]]:
    """Each field of the form with the next one; the name of the form, and what was wrong. Of a form that is
    `known` from another address, one pair is tried."""
    form, controls = _opened(client, url)
    if form is None:
        return "", []
    name = type(form).__name__
    if not controls:
        return name, []
    shown = [form.add_prefix(key) for key, field in form.fields.items() if not field.widget.is_hidden]
    if f"{name} {shown}" in known:
        shown = shown[:2]
    known.add(f"{name} {shown}")
    values = {each: _takes(client, url, controls, each) for each in shown if each in controls}
    taken = {each: value for each, value in values.items() if value is not None}
    wrong = []
    for pair in zip(taken, [*taken][1:] + [*taken][:1], strict=True):
        if pair[0] != pair[1] and (name, *pair) not in TOGETHER:
            with transaction.atomic():
                wrong += _pair(client, url, controls, {each: taken[each] for each in pair})
                transaction.set_rollback(True)
    return name, wrong


def _pair(client: Client, url: str, controls: dict[str, Control], values: dict[str, Taken]) -> list[str]:
    (first, theirs), (second, mine) = values.items()
    said = f"{url} {first} {second}"
    _save(client, url, _sent(controls, **{first: theirs.sent}))
    answer = client.post(url, _sent(controls, **{second: mine.sent}), headers=HTMX)
    if answer.status_code != 409:
        return [f"{said}: {answer.status_code}"]
    stale = _shown.pop()
    told = [[_name(each) for each in part] for part in (stale.theirs, stale.mine, stale.choices)]
    wrong = [] if told == [[first], [second], []] else [f"{said}: told {told}"]
    if (status := _save(client, url, _sent(controls_of(text_of(answer))))) >= 400:
        return [*wrong, f"{said}: refused with {status}"]
    saved = _opened(client, url)[1]
    kept = [saved[first].now, saved[second].now]
    return wrong if kept == [theirs.shown, mine.shown] else [*wrong, f"{said}: kept {kept}"]


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


def test_what_two_people_change_in_two_fields_is_both_kept(world: World, keeping: None) -> None:
    client = world.client("admin")
    seen: set[str] = set()
    known: set[str] = set()
    wrong: list[str] = []
    for entry in _FORMS:
        name, amiss = _two_people(_client(world, client, entry), entry.url(world.own), known)
        seen.add(name)
        wrong += amiss
    assert not wrong, "\n".join(wrong)
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
        wrong = _pair(
            client,
            url,
            controls,
            {"title": Taken(["Theirs"], ["Theirs"]), "minutes": Taken(["7"], ["7"])},
        )
        after = _opened(client, url)[1]
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
    settings = [name for name in controls if name.startswith("settings-")]
    assert {name: after[name].now for name in settings} == {name: controls[name].now for name in settings}


def _client(world: World, admin: Client, entry: Entry) -> Client:
    return world.client("guest") if entry.access in ("room", "contributor") else admin
