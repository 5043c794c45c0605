"""What the rest of a URL names, below the organization or discovery that the access decorator found."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discovery.exceptions import NotFound
from discovery.models import Artefact

A = TypeVar("A", bound=Artefact)


def find(rows: QuerySet[A], **lookup: Any) -> A:
    """The one row of `rows` that `lookup` names. Raises NotFound for an unknown, foreign or deleted one."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise NotFound(_("This does not exist, or was deleted in the meantime."))
    return found
