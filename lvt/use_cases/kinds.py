"""Use-case cards. What people write on their phones is a card as well: room_cards/services.py."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

import live
from core.exceptions import Invalid
from core.kinds import ArtifactKind, Blank, Disclosure, Display, Help, Layout, Sentence
from core.selectors.earlier_revisions import Link
from lvt.models import UseCase, UseCaseMeasure
from lvt.room_cards.selectors import circle_of
from lvt.tree.selectors import hypotheses_of, initiatives_of, measures_of
from workshops.models import Workshop

WORKED = Help("lvt/use_cases/_worked.html")
"""A card that someone filled, beside the empty one."""

BELIEF = Sentence(
    Blank("we_believe", gettext_lazy("seeing in one place what we know about a customer")),
    Blank("will_help", gettext_lazy("visits that answer what this customer cares about")),
    Blank("known_by", gettext_lazy("more visits with an agreed next step")),
)
EXAMPLE = Sentence(
    Blank("example_role", gettext_lazy("sales rep")),
    Blank("example_want", gettext_lazy("prepare a visit in fifteen minutes")),
    Blank("example_by", gettext_lazy("seeing the last contacts on one page")),
)
ADD_MORE = gettext_lazy("Add more: an example, the initiative that delivers it, its measures")


class UseCaseKind(ArtifactKind[UseCase]):
    """The card of a use case: what we believe, for whom, and what it takes."""

    model = UseCase
    path = "discovery"
    layout = Layout(
        WORKED,
        "name",
        BELIEF,
        "hypothesis",
        Disclosure(ADD_MORE, EXAMPLE, "measures", "initiative", "owner"),
    )
    display = Display(at_length=("example_role",))
    labels = {
        "we_believe": gettext_lazy("We believe that"),
        "will_help": gettext_lazy("will help achieve"),
        "known_by": gettext_lazy("We know we are getting there based on"),
        "measures": gettext_lazy("Measures of success from the tree"),
        "example_role": gettext_lazy("As a"),
        "example_want": gettext_lazy("I want to"),
        "example_by": gettext_lazy("by"),
        "hypothesis": gettext_lazy("Linked to the hypothesis"),
        "initiative": gettext_lazy("Delivered by the initiative"),
    }
    empty = {
        "hypothesis": gettext_lazy("None yet: not linked"),
        "initiative": pgettext_lazy("initiative", "None"),
    }
    links = {"measures": Link(UseCaseMeasure, "use_case", "measure")}
    read_only = ("merged_from", "below_best", "dots_then")

    def choices(self, artifact: UseCase) -> dict[str, QuerySet[Any]]:
        """Its possible parents and measures, from the tree of its discovery."""
        return {
            **super().choices(artifact),
            "hypothesis": hypotheses_of(artifact.discovery),
            "initiative": initiatives_of(artifact.discovery),
            "measures": measures_of(artifact.discovery),
        }

    def check(self, draft: UseCase, before: UseCase | None) -> None:
        if draft.initiative is not None and draft.initiative.hypothesis_id != draft.hypothesis_id:
            message = _("This initiative validates another hypothesis. Choose one for the same hypothesis.")
            raise Invalid(message, "initiative")

    def url(self, artifact: UseCase) -> str:
        return reverse("lvt:use_case", args=[artifact.discovery.slug, artifact.uuid])

    def room(self, artifact: UseCase) -> Workshop | None:
        return artifact.activity.track.workshop if artifact.activity else None

    def notify(self, verb: str, artifact: UseCase) -> None:
        """The room in which it was written shows it again, and the phones of those who wrote it theirs."""
        if artifact.activity is None:
            return
        workshop = artifact.activity.track.workshop_id
        live.publish_change(workshop, "progress", keys={"items": [str(artifact.uuid)]})
        self.notify_writers(artifact)

    def notify_writers(self, card: UseCase) -> None:
        """The phones of those who wrote the card in a room show it again."""
        if card.activity is not None and card.author is not None:
            for uuid in sorted(circle_of(card.activity, card.author) | set(card.authors)):
                live.notify(card.activity.track.workshop_id, uuid)


USE_CASE = UseCaseKind()
