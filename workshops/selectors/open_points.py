"""Points that earlier workshops of a discovery left open, for the next one."""

from dataclasses import dataclass

from django.db.models import F

from workshops.models import ActionItem, ActionState, ParkingLotItem, Question, Workshop, WorkshopState


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Each with its workshop; actions by date, the others in the order of their capture."""

    questions: tuple[Question, ...] = ()
    actions: tuple[ActionItem, ...] = ()
    parking_lot: tuple[ParkingLotItem, ...] = ()

    @property
    def count(self) -> int:
        return len(self.questions) + len(self.actions) + len(self.parking_lot)


def open_points_before(workshop: Workshop) -> OpenPoints:
    """The questions, actions and topics of ended workshops of its discovery that are still open; nothing once
    it has ended itself."""
    if workshop.state == WorkshopState.ENDED:
        return OpenPoints()
    before = {"workshop__discovery": workshop.discovery_id, "workshop__state": WorkshopState.ENDED}
    questions = Question.objects.filter(**before, answer="").select_related("workshop")
    actions = ActionItem.objects.filter(**before, state=ActionState.OPEN).select_related("workshop", "owner")
    parked = ParkingLotItem.objects.filter(**before, is_settled=False).select_related("workshop")
    return OpenPoints(
        tuple(questions.order_by("pk")),
        tuple(actions.order_by(F("due").asc(nulls_last=True), "pk")),
        tuple(parked.order_by("pk")),
    )
