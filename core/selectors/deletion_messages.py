"""Consequences of a deletion in words, from the rows that its operation wrote."""

from django.db.models import ForeignKey
from django.utils.translation import gettext as _, ngettext

from core.labels import listed
from core.models import Artifact, Operation
from core.selectors.operations import models_touched


def deletion_in_words(operation: Operation, artifact: Artifact, message: str) -> str:
    """The `message` that the artifact was deleted, with how many of what the operation deleted along with it,
    and how many of what stays lost their link to it. Rows that only connect two things are not counted."""
    deletions, unlinked, staying = [], [], 0
    for model in models_touched(operation):
        rows = model.history.filter(operation=operation).exclude(uuid=artifact.uuid)
        ends = dict(rows.order_by("history_id").values_list("uuid", "deleted_at"))
        along = sum(end is not None for end in ends.values())
        stay = len(ends) - along
        if along and not _only_connects(model):
            deletions.append(_count_words(model, along))
        if stay:
            unlinked.append(_count_words(model, stay))
            staying += stay
    if deletions:
        message = _("%(said)s, with %(along)s.") % {"said": message.rstrip("."), "along": listed(deletions)}
    if unlinked:
        words = ngettext(
            "%(rows)s is no longer linked to it.", "%(rows)s are no longer linked to it.", staying
        )
        message = f"{message.rstrip('.')}. {words % {'rows': listed(unlinked)}}"
    return message


def _count_words(model: type[Artifact], count: int) -> str:
    name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    return f"{count} {name}"


def _only_connects(model: type[Artifact]) -> bool:
    """Return True if rows of the model only link others, and have no field of their own."""
    usual = {field.name for field in Artifact._meta.fields} | {"id", "position"}
    return all(
        isinstance(field, ForeignKey) for field in model._meta.concrete_fields if field.name not in usual
    )
