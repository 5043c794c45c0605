"""Recorded ratings of hypotheses: rooms give them, and `lvt/assessment_sources.py` records them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Layout
from lvt.models import Criterion, HypothesisRating


class RatingKind(ArtifactKind[HypothesisRating]):
    """A number of the scale of a criterion, once for each hypothesis and criterion."""

    model = HypothesisRating
    path = "hypothesis__goal__discovery"
    noun = "rating"
    nouns = "ratings"
    title = "criterion"
    comes_back = False
    layout = Layout("criterion", "number")
    looks_at_siblings = True

    def choices(self, artifact: HypothesisRating) -> dict[str, QuerySet[Any]]:
        discovery = self.scope(artifact)
        return {**super().choices(artifact), "criterion": criteria_in(discovery)}

    def check(self, draft: HypothesisRating, before: HypothesisRating | None) -> None:
        if draft.number not in {step.value for step in draft.criterion.scale}:
            raise Invalid(_("This number isn’t on the criterion’s scale."), "number")
        others = self.siblings(draft).filter(criterion=draft.criterion)
        if (others.exclude(pk=before.pk) if before else others).exists():
            raise Conflict(_("This criterion is already rated. Edit that rating instead."), "criterion")

    def summary(self, artifact: HypothesisRating) -> str:
        return f"{artifact} · {artifact.hypothesis}"


def criteria_in(discovery: Any) -> QuerySet[Criterion]:
    """The criteria of all methods of a discovery."""
    return Criterion.objects.filter(method__discovery=discovery, method__deleted_at=None)


RATING = RatingKind()
