"""What goes with something that is deleted, told from what its operation wrote."""

from __future__ import annotations

from django.db.models import ForeignKey
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.labels import listed
from core.models import Artifact, Operation
from core.selectors.operations import models_touched


def deletion_in_words(done: Operation, artifact: Artifact, message: str) -> str:
    """The `message` that the artifact was deleted, with how many of what the operation deleted along with it,
    and how many of what stays lost their link to it. Rows that only connect two things are not counted."""
    gone, left, staying = [], [], 0
    for model in models_touched(done):
        rows = model.history.filter(operation=done).exclude(uuid=artifact.uuid)
        ends = dict(rows.order_by("history_id").values_list("uuid", "deleted_at"))
        along = sum(end is not None for end in ends.values())
        stay = len(ends) - along
        if along and not _only_connects(model):
            gone.append(_counted(model, along))
        if stay:
            left.append(_counted(model, stay))
            staying += stay
    if gone:
        message = _("%(said)s, with %(along)s.") % {"said": message.rstrip("."), "along": listed(gone)}
    if left:
        words = ngettext(
            "%(rows)s is no longer linked to it.", "%(rows)s are no longer linked to it.", staying
        )
        message = f"{message.rstrip('.')}. {words % {'rows': listed(left)}}"
    return message


def _counted(model: type[Artifact], count: int) -> str:
    name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return f"{count} {name}"


def _only_connects(model: type[Artifact]) -> bool:
    """Whether its rows say nothing but which others belong together."""
    usual = {field.name for field in Artifact._meta.fields} | {"id", "position"}
    return all(
        isinstance(field, ForeignKey) for field in model._meta.concrete_fields if field.name not in usual
    )
