"""One person who joined twice: their two participants become one, and can be separated again.

Rows of `other` become those of `kept`. Where both have one, the later counts, by the time that the row has,
or of what devices sent by the time of the tap; of equal times that of the person who joined later. Some
models have their own rule (registries.MergeChoice). The other row is set aside: it is in the record, and
comes back when the two are separated. Anonymous contributions stay as they are, because no one can tell whose
they are; of the keys that they were written with, one person has one for each activity (docs/adr/0080).
Source: docs/adr/0070-a-person-who-joined-twice-is-merged.md.
"""

import json
import uuid
from datetime import datetime
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import live
from core.exceptions import Conflict
from core.grouping import grouped
from core.models import Artifact
from core.services import artifacts, operation
from organizations.actors import Actor
from workshops import permissions, policies
from workshops.joining.participant_merges.name_replacement import renamed
from workshops.joining.participant_merges.selectors import Belonging, belongings
from workshops.models import MergedParticipant, Participant, Workshop
from workshops.registries import merge_rules
from workshops.services.arrival_hooks import welcome

_TOPICS = ("people", "progress", "hands", "activity", "items")


def merge_people(
    *, actor: Actor, workshop: Workshop, target: Participant, other: Participant
) -> MergedParticipant:
    """Let `other` count as `target` from now on, with all they wrote and answered; their device goes on as
    `target`. Returns what `separate_people` undoes.

    Raises NotAllowed or NotFound for who may not, and Conflict unless both are in the workshop, and two.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    summary = _("%(other)s is %(kept)s") % {"other": other, "kept": target}
    with operation(actor, "participant.merged", summary=summary, place=workshop):
        live.publish_change(workshop.pk, *_TOPICS)
        target, other = _locked(target), _locked(other)
        policies.check_can_be_merged(workshop, target, other)
        record = {
            "rows": {each.model._meta.label: _move(each, target, other) for each in belongings()},
            "named": _rename(workshop, target, other),
            "kept": _take_over_place(target, other),
        }
        merge = MergedParticipant.objects.create(kept=target, other=other, record=record)
        other.removed_at, other.hand_raised_at = timezone.now(), None
        other.save(update_fields=["removed_at", "hand_raised_at"])
        live.close_participant(workshop.pk, str(other.uuid))
        live.notify(workshop.pk, str(target.uuid))
    return merge


def separate_people(*, actor: Actor, workshop: Workshop, other: Participant) -> None:
    """Undo that `other` was merged: everything is as it was before. What the one person wrote, answered
    or changed since stays with the participant who was kept.

    Raises NotAllowed or NotFound for who may not, and Conflict when `other` is not merged, or when the one
    who was kept was merged with someone else since: that is undone first.
    """
    permissions.check_facilitate_workshop(actor, workshop)
    with operation(actor, "participant.separated", summary=other.display_name, place=workshop):
        live.publish_change(workshop.pk, *_TOPICS)
        merge = MergedParticipant.objects.select_for_update(of=("self",)).filter(other=other).first()
        if merge is None:
            raise Conflict(_("%(name)s isn’t merged with anyone.") % {"name": other})
        target, other = _locked(merge.kept), _locked(other)
        if MergedParticipant.objects.filter(other=target).exists():
            raise Conflict(
                _("%(name)s has since been merged with someone else. Separate them first.") % {"name": target}
            )
        for each in belongings():
            _move_back(each, target, other, merge.record["rows"].get(each.model._meta.label, {}))
        _name_again(merge.record["named"])
        for name, (before, after) in merge.record["kept"].items():
            if getattr(target, name) == after:
                setattr(target, name, before)
                target.save(update_fields=[name])
        merge.delete()
        other.removed_at = None
        other.save(update_fields=["removed_at"])
        welcome(workshop.pk)
        live.close_participant(workshop.pk, str(target.uuid))


def _locked(participant: Participant) -> Participant:
    return Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)


def _take_over_place(target: Participant, other: Participant) -> dict[str, tuple[Any, Any]]:
    """Give `target` a breakout room and a device where only `other` has one; what was and what is, by
    field."""
    changes: dict[str, tuple[Any, Any]] = {}
    if target.track_id is None and other.track_id is not None:
        changes["track_id"] = (None, other.track_id)
    if target.is_proxy and not other.is_proxy:
        changes["is_proxy"] = (True, False)
    for name, (_before, after) in changes.items():
        setattr(target, name, after)
    if changes:
        target.save(update_fields=list(changes))
    return changes


# --- Rows -----------------------------------------------------------------------------------------


def _move(belonging: Belonging, target: Participant, other: Participant) -> dict[str, Any]:
    """Make the rows of `other` those of `target`. Returns what moved, and what was set aside: the rows as
    they were, or only the primary keys of rows that move as they are."""
    if belonging.later is None:
        candidates = belonging.rows_of(other)
        if belonging.unless_own is not None:
            there = {_key(row, belonging.unless_own) for row in belonging.rows_of(target)}
            candidates = candidates.filter(
                pk__in=[each.pk for each in candidates if _key(each, belonging.unless_own) not in there]
            )
        return {"moved": _give(belonging, candidates, target)}
    if belonging.choose is not None:
        valid = set(belonging.choose(target, other))
        rows, others = list(belonging.rows_of(target)), list(belonging.rows_of(other))
        left_out = [row for row in (*rows, *others) if row.pk not in valid]
        return _move_some(belonging, target, [row for row in others if row.pk in valid], left_out)
    theirs, own = _by_key(belonging, other), _by_key(belonging, target)
    moving: list[Model] = []
    aside: list[Model] = []
    joined_later = _joined(other) > _joined(target)
    for key, rows in theirs.items():
        if key not in own:
            moving += rows
        elif (_time(rows), joined_later) > (_time(own[key]), not joined_later):
            moving += rows
            aside += own[key]
        else:
            aside += rows
    return _move_some(belonging, target, moving, aside)


def _move_some(
    belonging: Belonging, target: Participant, moving: list[Model], aside: list[Model]
) -> dict[str, Any]:
    """Make the rows that are `moving` those of `target`, and set others aside. Returns both, as they were."""
    record = {"moved": _plain(moving), "aside": _plain(aside)}
    manager = belonging.model._base_manager
    manager.filter(pk__in=[row.pk for row in aside]).delete()
    manager.filter(pk__in=[row.pk for row in moving]).update(**belonging.owner(target))
    return record


def _move_back(belonging: Belonging, target: Participant, other: Participant, record: dict[str, Any]) -> None:
    if belonging.later is None:
        moved = belonging.rows_of(target).filter(pk__in=record.get("moved", ()))
        _give(belonging, moved, other)
        return
    manager = belonging.model._base_manager
    for plain in record.get("moved", ()):
        row = belonging.rows_of(target).filter(pk=plain["pk"]).first()
        if row is not None and _is_as_it_was(row, plain, belonging):
            manager.filter(pk=row.pk).update(**belonging.owner(other))
        else:  # answered again, or deleted, since: that is what `kept` did
            _insert(plain, is_new=row is not None)
    for person in (target, other):
        present = _by_key(belonging, person)
        for plain in record.get("aside", ()):
            row = _row(plain)
            if (
                row.pk is not None
                and _is_of(row, belonging, person)
                and _key(row, belonging.later) not in present
            ):
                _insert(plain, is_new=False)


def _give(belonging: Belonging, rows: QuerySet[Any], person: Participant) -> list[int]:
    """Make the rows the person's; their primary keys."""
    locked = list(rows.select_for_update(of=("self",), no_key=True))
    for row in locked:
        if isinstance(row, Artifact):
            artifacts.save_changed(row, **belonging.owner(person))
        else:
            belonging.model._base_manager.filter(pk=row.pk).update(**belonging.owner(person))
    return [row.pk for row in locked]


def _by_key(belonging: Belonging, participant: Participant) -> dict[tuple[Any, ...], list[Any]]:
    by_key = grouped(belonging.rows_of(participant), lambda row: _key(row, belonging.later))
    return dict(by_key)


def _key(row: Model, names: tuple[str, ...] | None) -> tuple[Any, ...]:
    return tuple(row.serializable_value(name) for name in names or ())


def _time(rows: list[Any]) -> float:
    """The time at which the last of the rows was written, in milliseconds: by the server, or by the clock of
    a device."""
    return max(float(row.at.timestamp() * 1000 if hasattr(row, "at") else row.tap) for row in rows)


def _joined(participant: Participant) -> tuple[Any, int]:
    return participant.joined_at, participant.pk


def _is_of(row: Any, belonging: Belonging, person: Participant) -> bool:
    return all(getattr(row, name) == value for name, value in belonging.owner(person).items())


def _plain(rows: list[Model]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = json.loads(serializers.serialize("json", rows, cls=_Exact))
    return plain


class _Exact(DjangoJSONEncoder):
    """Times to the microsecond: rows come back as they were."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _row(plain: dict[str, Any]) -> Any:
    return next(iter(serializers.deserialize("python", [plain]))).object


def _is_as_it_was(row: Model, plain: dict[str, Any], belonging: Belonging) -> bool:
    (now,) = _plain([row])
    whose = {belonging.link, "author"}
    return all(now["fields"][name] == value for name, value in plain["fields"].items() if name not in whose)


def _insert(plain: dict[str, Any], *, is_new: bool) -> None:
    """Insert the row as it was; `is_new` under its own identifiers, where another row has these."""
    row = _row(plain)
    if is_new:
        row.pk = row._meta.pk.get_default()
        if hasattr(row, "uuid"):
            row.uuid = uuid.uuid4()
    row.save(force_insert=True)


# --- Names in lists -------------------------------------------------------------------------------


def _rename(workshop: Workshop, target: Participant, other: Participant) -> list[dict[str, Any]]:
    """Name `target` where lists of uuids name `other`.
    Returns each change: the model, the row's key, the field, and its value before and after.
    """
    changes = []
    for model, name, rows in _fields_with_rows(workshop):
        for row in rows:
            before = getattr(row, name)
            after = renamed(before, str(other.uuid), str(target.uuid))
            if after != before:
                artifacts.save_changed(row, **{name: after})
                changes.append(
                    {"model": model._meta.label, "pk": row.pk, "field": name, "was": before, "is": after}
                )
    return changes


def _name_again(changes: list[dict[str, Any]]) -> None:
    """Undo what `_rename` changed, except where someone changed it since."""
    models = {model._meta.label: model for rules in merge_rules for model in rules.named_in}
    for change in changes:
        rows = models[change["model"]].everything.select_for_update(of=("self",), no_key=True)
        row = rows.filter(pk=change["pk"]).first()
        if row is not None and getattr(row, change["field"]) == change["is"]:
            artifacts.save_changed(row, **{change["field"]: change["was"]})


def _fields_with_rows(workshop: Workshop) -> list[tuple[type[Artifact], str, Any]]:
    """Each field of MergeRules.named_in with the rows of the workshop, by which activity they are of."""
    fields = []
    for rules in merge_rules:
        for model, names in rules.named_in.items():
            path = "track__workshop" if hasattr(model, "track") else "activity__track__workshop"
            rows = model.everything.filter(**{path: workshop}).order_by("pk")
            fields += [(model, name, rows.select_for_update(of=("self",), no_key=True)) for name in names]
    return fields
