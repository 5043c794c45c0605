"""Outcomes that rooms and pages capture: actions, questions, risks, and the parking lot. Capturing has its
own rules, since people in a live room do it as well: quick_captures/services.py."""

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

import live
from core.exceptions import Invalid
from core.kinds import ArtifactKind, Capture, Display, Layout, Quote, Radios, check_year
from core.labels import Text
from workshops.contributions.questions.selectors import LIST
from workshops.models import (
    ActionItem,
    ActionState,
    Activity,
    CapturedOutcome,
    ParkingLotItem,
    Question,
    Risk,
    Workshop,
    WorkshopState,
)
from workshops.results.quick_captures.selectors import kinds_of_streams

C = TypeVar("C", bound=CapturedOutcome)


class CapturedKind(ArtifactKind[C]):
    """A sentence, and more about it. It may come from an activity of a workshop, whose console shows it."""

    path = "discovery"
    title = "title"
    labels = {"detail": gettext_lazy("Details")}

    def check(self, draft: C, before: C | None) -> None:
        if before is None:
            if draft.workshop is not None and draft.workshop.discovery_id != draft.discovery_id:
                raise Invalid(_("This workshop belongs to another discovery."))
            if draft.activity is not None and draft.activity.track.workshop_id != draft.workshop_id:
                raise Invalid(_("This activity belongs to another workshop."))

    def room(self, artifact: C) -> Workshop | None:
        return artifact.workshop

    def notify(self, verb: str, artifact: C) -> None:
        """The console lists it; when the workshop has ended, every screen does, and phones list their own."""
        if artifact.workshop_id is None:
            return
        revision = live.publish_change(artifact.workshop_id, "captures")
        if Workshop.objects.filter(pk=artifact.workshop_id, state=WorkshopState.ENDED).exists():
            live.publish(artifact.workshop_id, "activity", revision=revision)


class ActionKind(CapturedKind[ActionItem]):
    """Something to do: by whom, until when."""

    model = ActionItem
    noun = "action"
    page = "discovery:discovery_actions"
    layout = Layout(Quote("title", 1), "owner", "owner_name", "due", "stream", "state", Quote("detail"))
    display = Display(capture=Capture("a", ("owner", "owner_name", "state"), gettext_lazy("Action"), place=2))
    labels = {**CapturedKind.labels, "due": gettext_lazy("Due date")}
    empty = {"stream": pgettext_lazy("stream", "None")}

    def url(self, artifact: ActionItem) -> str:
        """The page shows the open ones, unless all are asked for."""
        page = super().url(artifact)
        return page if artifact.state == ActionState.OPEN else page.replace("#", "?state=#")

    def offered(self, artifact: ActionItem) -> dict[str, Iterable[tuple[Any, Text]]]:
        """The streams of the discovery, or all where it has none."""
        return {"stream": [(each.value, each.label) for each in kinds_of_streams(artifact.discovery)]}

    def complete(self, draft: ActionItem) -> None:
        """A person of the organization owns it, or someone else whose name was typed: not both."""
        if draft.owner_id is not None:
            draft.owner_name = ""

    def check(self, draft: ActionItem, before: ActionItem | None) -> None:
        super().check(draft, before)
        check_year(draft.due, "due")


class QuestionKind(CapturedKind[Question]):
    """A question, and its answer once there is one."""

    model = Question
    page = "discovery:discovery_questions"
    layout = Layout(Quote("title", 1), Quote("answer", 4), Quote("detail"))
    display = Display(
        sentences=("answer",), capture=Capture("q", ("answer",), gettext_lazy("Question"), place=3)
    )

    def notify(self, verb: str, artifact: Question) -> None:
        """One of a question list is shown there."""
        if artifact.author and artifact.activity is not None:
            tell_list(artifact.activity, artifact.uuid)
        else:
            super().notify(verb, artifact)


class RiskKind(CapturedKind[Risk]):
    """A risk: how likely, how bad, and what is done about it."""

    model = Risk
    page = "discovery:discovery_risks"
    layout = Layout(
        Quote("title", 1), Radios("likelihood"), Radios("impact"), Quote("mitigation"), Quote("detail")
    )
    display = Display(capture=Capture("r", label=gettext_lazy("Risk"), place=4))


class ParkingLotKind(CapturedKind[ParkingLotItem]):
    """Things that were put off for later."""

    model = ParkingLotItem
    page = "discovery:discovery_parking_lot"
    layout = Layout(Quote("title", 1), Quote("detail"), "is_settled")
    display = Display(
        capture=Capture("p", ("is_settled",), gettext_lazy("Parking lot"), "parking_lot", place=1)
    )


def tell_list(activity: Activity, question: UUID) -> int:
    """Screens show this question of the activity's list, and the order of all, again; the room's revision."""
    return live.publish_change(activity.track.workshop_id, "progress", keys={"items": [str(question), LIST]})


ACTION = ActionKind()
QUESTION = QuestionKind()
RISK = RiskKind()
PARKING_LOT = ParkingLotKind()
