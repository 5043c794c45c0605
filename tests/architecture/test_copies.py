"""A copy of an agenda holds all that its activities were set to, whatever their kind: as a template, as a
file, and taken over from another workshop. And what an activity lacks is said before the room begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.utils.datastructures import MultiValueDict

from core.models import Artifact
from core.models.history import HistoryRow
from core.services import kinds
from lvt.models import Goal, Measure, UseCase
from organizations.models import Role
from products.design.product.services import add_product
from tests import factories
from tests.contributing import contributions
from tests.factories import SYSTEM, make
from tests.undoing import services
from workshops.activity_kind import ActivityKind
from workshops.agenda import file_format as agenda_files
from workshops.agenda.agenda_templates.selectors import file_of_workshop
from workshops.agenda.agenda_templates.services import save_as_template
from workshops.agenda.selectors import unready_of
from workshops.agenda.services import add_activity, change_activity, delete_activity
from workshops.models import Activity, Workshop
from workshops.registries import activity_kinds
from workshops.room.breakouts.services import delete_room
from workshops.workshop.selectors import track_of
from workshops.workshop.services import add_workshop, clone_workshop

pytestmark = pytest.mark.django_db
KINDS = sorted(kind.key for kind in activity_kinds)

# What people give in an activity besides contributions, or what came of it: no copy has it. A new model that
# names activities is either one of these, or copies of agendas bring it along.
GIVEN = {
    "workshops.ActionItem",
    "workshops.ActivityCompletion",
    "workshops.Answer",
    "workshops.Decision",
    "workshops.KeyGrant",
    "workshops.NoteGroup",
    "workshops.ParkingLotItem",
    "workshops.Risk",
    "workshops.Track",  # the rooms of a breakout: copied, with their agendas
    "workshops.Vote",
    "lvt.ScoringRound",
    "lvt.UseCase",
    "products.UsagePattern",
}


def test_every_model_that_names_an_activity_is_given_in_it() -> None:
    named = {
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, HistoryRow)
        and any(field.related_model is Activity for field in model._meta.concrete_fields)
    }
    services()  # imports those that declare contributions
    differing = named ^ GIVEN.union(each.model._meta.label for each in contributions())
    assert not differing, f"say it in GIVEN or, for what is set up, in a copy: {differing}"


# --- Copies ---------------------------------------------------------------------------------------


def _other_value(field: models.Field[Any, Any], now: Any) -> Any:
    """Another value than the field has."""
    if isinstance(field, models.BooleanField):
        return not now
    if isinstance(field, models.IntegerField):
        return (now or 0) + 7
    assert isinstance(field, models.CharField | models.TextField), f"say how {field.name} is set"
    return f"Set {field.name}"


def _sent(name: str, field: forms.Field) -> Any:
    """What somebody chooses in a form, other than what it begins with."""
    if isinstance(field, forms.MultipleChoiceField):
        return [key for key, _label in field.choices][:2]  # type: ignore[union-attr,misc]  # no groups
    if isinstance(field, forms.ChoiceField):
        keys = [key for key, _label in field.choices if key and key != field.initial]  # type: ignore[union-attr,misc]  # no groups
        return keys[0] if keys else None
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.IntegerField):
        return field.max_value if field.max_value != field.initial else field.min_value
    return "First line\nSecond line" if isinstance(field.widget, forms.Textarea) else f"Set {name}"


def _set_up(key: str, workshop: Workshop) -> Activity:
    """An activity of the kind in which everything is set to something else than it begins with."""
    added = add_activity(actor=SYSTEM, workshop=workshop, kind=key)
    kind = activity_kinds.get(key)
    values = {
        name: _other_value(Activity._meta.get_field(name), getattr(added, name))  # type: ignore[arg-type]  # concrete
        for name in Activity.planned_fields()
        if name not in ("kind", "settings")
    }
    values["is_anonymous"] = kind.may_be_anonymous
    if kind.settings_form is not None:
        blank = kind.settings_form(None, activity=added)
        data: dict[str, Any] = {}
        for name, field in blank.fields.items():
            if (value := _sent(name, field)) is not None:
                data[blank.add_prefix(name)] = value
        form = kind.settings_form(_posted(data), activity=added)
        assert form.is_valid(), form.errors
        values["settings"] = form.cleaned_data
        beginnings = {name: field.initial for name, field in blank.fields.items()}
        unset = {name for name, value in form.cleaned_data.items() if value == beginnings[name]}
        assert not unset, f"{key}: set {unset} to something else, so that a copy that drops it is noticed"
    return change_activity(actor=SYSTEM, activity=added, **values)


def _posted(data: dict[str, Any]) -> Any:

    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in data.items()}
    )


def _workshop() -> Workshop:
    discovery = factories.discovery()
    make(Role, organization=discovery.domain.organization, name="Data steward")
    for number in range(2):
        make(UseCase, discovery=discovery, name=f"Use case {number}")
        goal = make(Goal, discovery=discovery, title=f"Goal {number}")
        make(Measure, goal=goal, name=f"Measure {number}")
        add_product(actor=SYSTEM, discovery=discovery, name=f"Product {number}", kind="source_oriented")
    return factories.workshop(discovery)


def _as_in(workshop: Workshop) -> Workshop:
    return clone_workshop(actor=SYSTEM, source=workshop, name="Copy")


def _by_template(workshop: Workshop) -> Workshop:
    template = save_as_template(actor=SYSTEM, workshop=workshop, name=f"Template {workshop.pk}")
    planned = agenda_files.read_content(template.content)
    return add_workshop(actor=SYSTEM, discovery=workshop.discovery, name="Copy", planned=planned)


def _by_file(workshop: Workshop) -> Workshop:
    planned = agenda_files.read_agenda(agenda_files.write(file_of_workshop(workshop))).activities
    return add_workshop(actor=SYSTEM, discovery=workshop.discovery, name="Copy", planned=planned)


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("copied", [_as_in, _by_template, _by_file])
@pytest.mark.parametrize("key", KINDS)
def test_a_copy_equals_its_original(key: str, copied: Callable[[Workshop], Workshop]) -> None:
    workshop = _workshop()
    original = _set_up(key, workshop)
    first = copied(workshop)
    again = copied(first)  # and a copy of the copy, with what is no list yet
    for made in (first, again):
        (copy,) = track_of(made).activities.all()
        told = {name: getattr(copy, name) for name in Activity.planned_fields()}
        wanted = {name: getattr(original, name) for name in Activity.planned_fields()}
        if copied is not _as_in:
            wanted["settings"] = agenda_files.portable(wanted["settings"])
        assert told == wanted
        rooms = [(room.name, room.stream, room.position) for room in copy.rooms.all()]
        assert rooms == [(room.name, room.stream, room.position) for room in original.rooms.all()]


def test_settings_stay_behind_only_when_they_name_something_of_the_discovery() -> None:
    kept = {}
    workshop = _workshop()
    uuids = {
        str(each.uuid)
        for model in apps.get_models()
        if issubclass(model, Artifact)
        for each in model.everything.all()
    }
    for key in KINDS:
        settings = _set_up(key, workshop).settings
        left = settings.keys() - agenda_files.portable(settings).keys()
        kept[key] = {name for name in left if not any(uuid in str(settings[name]) for uuid in uuids)}
    assert not any(kept.values()), kept


def test_of_several_choices_those_that_are_there_are_copied() -> None:
    workshop = _workshop()
    activity = _set_up("scoring", workshop)
    gone, here = activity.settings["use_cases"]
    kinds.delete(actor=SYSTEM, artifact=UseCase.objects.get(uuid=gone))
    (copy,) = track_of(_as_in(workshop)).activities.all()
    assert copy.settings["use_cases"] == [here]


# --- Ready to go live? ----------------------------------------------------------------------------

# What a kind lacks on an agenda of its own in an empty discovery. Those that are not here need nothing.
LACKS = {
    "poll": "It has no options to choose from yet.",
    "presentation": "It has no slides yet.",
    "consent": "It has no proposal yet.",
    "scoring": "No use cases to score yet. Add use cases first.",
    "ranking": "Nothing is scored yet. Add a scoring before this activity.",
    "decide": "Nothing is scored yet. Add a scoring before this activity.",
    "prediction": "No measures of success yet.",
    "fill_roles": "No roles yet.",
    "template_together": "Choose or name a data product first.",
    "product_ranking": "No data products yet.",
    "card_dots": "No use cases yet.",
    "map_review": "No data products yet.",
    "usage_patterns": "No data products yet.",
}
# Where it is added; the other kinds lack something in their own form.
ADDED_AT = {
    "scoring": "use-cases/",
    "card_dots": "use-cases/",
    "prediction": "tree/",
    "fill_roles": "operating-model/roles/",
    "ranking": "workshops/{workshop}/",
    "decide": "workshops/{workshop}/",
    "product_ranking": "products/",
    "map_review": "products/",
    "usage_patterns": "products/",
}


def test_every_kind_says_what_it_lacks() -> None:
    answering = {key for key in KINDS if type(activity_kinds.get(key)).unready is not ActivityKind.unready}
    # The rooms of a breakout begin with an agenda; what an assessment lacks hangs on what is rated.
    said = {*LACKS, "breakout", "assessment"}
    assert answering == said, f"say in LACKS what they lack: {answering ^ said}"


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("key", KINDS)
def test_what_an_activity_lacks_is_said_before_the_start(key: str, client_of: Any) -> None:
    workshop = factories.workshop()
    activity = add_activity(actor=SYSTEM, workshop=workshop, kind=key, title="The one")
    said = [(str(each.activity), str(each.lacks)) for each in unready_of(workshop)]
    assert said == ([("The one", LACKS[key])] if key in LACKS else [])
    account = factories.access(workshop.discovery)
    shown = client_of(account).get(f"/w/{workshop.code}/console/").content.decode()
    assert ("is not ready:" in shown) == (key in LACKS)
    to_edit = f'hx-get="/w/{workshop.code}/console/agenda/{activity.uuid}/" hx-target="#dialog-body">Edit it<'
    assert (to_edit in shown) == (key in LACKS and key not in ADDED_AT)
    if key in ADDED_AT:
        page = ADDED_AT[key].format(workshop=workshop.uuid)
        (way,) = [each.way for each in unready_of(workshop) if each.way]
        assert way.url == f"/d/{workshop.discovery.slug}/{page}"
        assert f'<a href="{way.url}">{way.label}</a>' in shown
        assert client_of(account).get(way.url).status_code == 200
    assert activity.title in shown


@pytest.mark.parametrize("key", sorted(set(LACKS) - {"ranking", "decide"}))
def test_what_is_set_up_lacks_nothing(key: str) -> None:
    workshop = _workshop()
    _set_up(key, workshop)
    assert unready_of(workshop) == []


def test_a_room_without_an_agenda_is_named() -> None:
    workshop = factories.workshop()
    breakout = add_activity(actor=SYSTEM, workshop=workshop, kind="breakout", title="Streams")
    room = breakout.rooms.get(position=1)
    for each in room.activities.all():
        delete_activity(actor=SYSTEM, activity=each)
    (said,) = unready_of(workshop)
    assert (said.activity, said.lacks) == (breakout, f"The agenda of “{room.name}” is empty.")
    for left in breakout.rooms.all():
        delete_room(actor=SYSTEM, room=left)
    (said,) = unready_of(workshop)
    assert said.way is not None
    assert said.way.url.endswith(f"/agenda/{breakout.uuid}/rooms/")
    assert said.lacks == "It has no rooms yet."


def test_what_the_agenda_brings_is_not_missing() -> None:
    workshop = factories.workshop()
    for key in ("write_use_cases", "scoring", "ranking", "decide"):
        add_activity(actor=SYSTEM, workshop=workshop, kind=key)
    assert unready_of(workshop) == []
