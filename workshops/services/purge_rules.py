"""Operations of discoveries, workshops and participants that are deleted for good."""

from dataclasses import asdict

from core.database_statements import delete_rows
from core.models import Operation
from core.registries import PurgeRule, purge_rules
from core.services.trash_purge import in_use, portions
from discovery.models import Discovery
from organizations.models import Domain
from workshops.models import Participant, Workshop


def register_own() -> None:
    """Register the rules for deleting rooms, guests and discoveries for good, and their operations."""
    purge_rules.register(PurgeRule("domain", Domain, holds=True))
    purge_rules.register(PurgeRule("workshop", Workshop, holds=True, forget=_forget_rooms))
    purge_rules.register(PurgeRule("participant", Participant, forget=_forget_guests))
    purge_rules.register(PurgeRule("discovery", Discovery, holds=True, forget=_forget_discoveries))


def _forget_rooms(keys: list[int]) -> None:
    rooms = Workshop.everything.filter(pk__in=keys).values("uuid")
    Operation.objects.filter(room_uuid__in=rooms).update(room_uuid=None)


def _forget_guests(keys: list[int]) -> None:
    # An erasure takes a label for that of someone else as long as the operation names an actor.
    guests = Participant.objects.filter(pk__in=keys).values("uuid")
    Operation.objects.filter(actor_uuid__in=guests).update(actor_uuid=None)


def _forget_discoveries(keys: list[int]) -> None:
    """Delete the operations in the discoveries, except those in the history of something that stays, such as
    a person of the organization: they belong to the organization then."""
    for discovery in Discovery.everything.filter(pk__in=keys).select_related("domain__organization"):
        operations = Operation.objects.filter(scope_uuid=discovery.uuid)
        pks = list(operations.exclude(pk__in=in_use(operations)).values_list("pk", flat=True))
        for some in portions(pks):
            Operation.objects.filter(undoes__in=some).update(undoes=None)
            delete_rows(Operation, some)
        operations.update(**asdict(discovery.domain.organization.place))
