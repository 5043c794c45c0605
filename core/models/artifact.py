"""The base of every artifact: a public identifier, a revision, a trash and a history."""

import secrets
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, Self, TypeVar

from django.db import models
from django.utils import timezone

from core.models.history import moment, tracked

_Model = TypeVar("_Model", bound=models.Model, covariant=True)


def random_pk() -> int:
    """A primary key that tells nothing about when its row was written. 63 bits; on SQLite it is the rowid."""
    return secrets.randbits(62) + 1


class HasPosition(Protocol):
    """An artifact that has a place among its siblings."""

    position: int


class CurrentManager(models.Manager[_Model]):
    """Everything that is not in the trash."""

    def get_queryset(self) -> models.QuerySet[_Model]:
        return super().get_queryset().filter(deleted_at=None)


class ModifiedAt(models.DateTimeField):  # type: ignore[type-arg]  # the stubs' parameters do not exist when it runs
    """Set with each save, to the time that the write carries (models.history.moment)."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if not self.auto_now:  # in a history table, which copies what the artifact has
            return super().pre_save(model_instance, add)
        value = moment()
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        # For migrations it is the column that it is.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", list(args), dict(kwargs)


class Artifact(models.Model):
    """Base of all that a discovery keeps.

    `uuid` is the public identifier, kept through export and import. `revision` grows with each change and is
    what a form sends back, so that a stale one is noticed. `deleted_at` puts the row into the trash:
    `objects` does not see it, `everything` does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = ModifiedAt(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[CurrentManager[Self]] = CurrentManager()
    everything: ClassVar[models.Manager[Self]] = models.Manager()
    history = tracked()

    class Meta:
        abstract = True
        base_manager_name = "everything"
        default_manager_name = "objects"
        # Without an order PostgreSQL returns rows as its plan finds them, in another order after an ANALYZE.
        ordering: ClassVar[Sequence[Any]] = ("pk",)

    def __str__(self) -> str:
        """Its name. A model without one has its own text."""
        return self.name  # type: ignore[attr-defined,no-any-return]  # a column of most models, not of this one

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:
        """The label of the field's choice. Django translates the labels of all choices to find the one."""
        value = getattr(self, field.attname)
        return next((str(label) for choice, label in field.flatchoices if choice == value), value)


A = TypeVar("A", bound=Artifact)


def if_there(artifact: A | None) -> A | None:
    """The artifact that a row points to; None for none, and for one in the trash: a deleted person owns
    nothing any more."""
    return artifact if artifact is not None and artifact.deleted_at is None else None
