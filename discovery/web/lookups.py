"""What the rest of a URL names, below the object that the access decorator found."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from discovery.exceptions import NotFound
from discovery.models import Activity, Discovery, Workshop

M = TypeVar("M", bound=Model)


def find(rows: QuerySet[M], **lookup: Any) -> M:
    """The one row of `rows` that `lookup` names. Raises NotFound for an unknown, foreign or deleted one."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise NotFound(_("This does not exist, or was deleted in the meantime."))
    return found


def workshop_of(discovery: Discovery, uuid: UUID) -> Workshop:
    """A workshop of the discovery. Raises NotFound."""
    workshop = find(discovery.workshops.all(), uuid=uuid)
    workshop.discovery = discovery
    return workshop


def activity_of(workshop: Workshop, uuid: UUID) -> Activity:
    """An activity of the workshop, with its track. Raises NotFound."""
    activity = find(Activity.objects.select_related("track"), uuid=uuid, track__workshop=workshop)
    activity.track.workshop = workshop
    return activity
