"""The rows that may name a person: those of organizations, or of some of their discoveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django_tasks_db.models import DBTaskResult

from core.models import Artifact, Editing, Operation
from discovery.models import Discovery
from discovery.selectors.root_lookups import paths
from exchange.format.document_tables import AnyModel, our_models
from organizations.models import Membership, Organization
from workshops.models import Participant


@dataclass(frozen=True)
class ErasureScope:
    """`organizations` and `discoveries` are primary keys. `is_narrow` excludes the organizations' own rows.
    Operations without a place are included if one of the `actors` did them."""

    organizations: frozenset[int]
    discoveries: frozenset[int]
    is_narrow: bool = False
    actors: frozenset[UUID] = frozenset()

    @classmethod
    def of(cls, organizations: frozenset[int], actors: frozenset[UUID] = frozenset()) -> ErasureScope:
        discoveries = Discovery.everything.filter(domain__organization__in=organizations)
        return cls(organizations, frozenset(discoveries.values_list("pk", flat=True)), actors=actors)

    def rows(self, model: AnyModel) -> QuerySet[Any]:
        """Return the rows of the model in this scope, including deleted ones."""
        return model._base_manager.filter(self._matches(model)).order_by("pk")

    def _matches(self, model: AnyModel) -> Q:
        if model is DBTaskResult:
            return Q(pk=None) if self.is_narrow else ~Q(args_kwargs__args__0__in=self._other_discoveries())
        if model is Discovery:
            return Q(pk__in=self.discoveries)
        own = {f"{path}__in": self.discoveries for path in paths(model, Discovery)}
        condition = _any(own)
        if model is Operation:
            discoveries = Discovery.everything.filter(pk__in=self.discoveries)
            condition = Q(scope_uuid__in=discoveries.values("uuid"))
        elif model is Editing:
            guests = Participant.objects.filter(workshop__discovery__in=self.discoveries)
            condition = Q(editor__in=guests.values("uuid"))
        if self.is_narrow:
            return condition
        if model is Organization:
            return Q(pk__in=self.organizations)
        condition |= _any({f"{path}__in": self.organizations for path in paths(model, Organization)})
        if model is Operation:
            organizations = Organization.everything.filter(pk__in=self.organizations)
            condition |= Q(scope_uuid__in=organizations.values("uuid"))
            # Who became a member, or was given another role: such operations name no organization.
            memberships = Membership.history.filter(organization__in=self.organizations)
            of_people = Q(pk__in=memberships.order_by().values("operation")) | Q(actor_uuid__in=self.actors)
            condition |= Q(scope_uuid=None) & of_people
        return condition

    def _other_discoveries(self) -> list[str]:
        """Return the uuids of the discoveries outside this scope, as tasks with texts store them."""
        other_discoveries = Discovery.everything.exclude(pk__in=self.discoveries)
        return [str(uuid) for uuid in other_discoveries.values_list("uuid", flat=True)]


def _any(lookups: dict[str, Any]) -> Q:
    condition = Q(pk=None)
    for lookup, value in lookups.items():
        condition |= Q(**{lookup: value})
    return condition


def all_models() -> list[AnyModel]:
    """Return every model whose rows may name a person, without history; and the tasks of the worker, whose
    arguments may."""
    return [*our_models(), DBTaskResult]


def history_of(model: AnyModel, rows: QuerySet[Any]) -> QuerySet[Any] | None:
    """Return the history of the rows; None for a model without."""
    if not issubclass(model, Artifact):
        return None
    history: QuerySet[Any] = model.history.filter(id__in=rows.order_by().values("pk"))
    return history.order_by("pk")
