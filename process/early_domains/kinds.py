"""The domains that are considered for early onboarding."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from core.exceptions import Conflict, Invalid
from core.kinds import ArtifactKind, Layout, Lines, Quote, Radios, Scale
from core.labels import Text
from core.models import Artifact
from process.models import Boundary, OnboardingCandidate

MOST = 5
"""The top of the scales of pull and readiness."""


class CandidateKind(ArtifactKind[OnboardingCandidate]):
    """A domain that may come on board early, and why."""

    model = OnboardingCandidate
    noun = "candidate"
    path = "organization"
    title = "domain"
    looks_at_siblings = True
    layout = Layout(
        "domain",
        Scale("pull"),
        Scale("readiness"),
        Quote("reason", 3),
        Radios("boundary"),
        Lines("boundary_reason"),
    )
    labels = {
        "pull": gettext_lazy("Expected value"),
        "readiness": gettext_lazy("Readiness"),
    }
    help_texts = {
        "pull": gettext_lazy("0 is little, 5 is most."),
        "readiness": gettext_lazy("People, data and willingness. 0 means none, 5 means everything is there."),
        "boundary": gettext_lazy(
            "Start with existing boundaries. Move one only where it seriously gets in the way."
        ),
    }
    empty = {
        "domain": gettext_lazy("Choose one"),
        "pull": gettext_lazy("Not set"),
        "readiness": gettext_lazy("Not set"),
    }

    def below(self, scope: Artifact) -> QuerySet[OnboardingCandidate]:
        """None whose domain was deleted."""
        return super().below(scope).filter(domain__deleted_at=None)

    def offered(self, artifact: OnboardingCandidate) -> dict[str, Iterable[tuple[Any, Text]]]:
        scale = [(number, str(number)) for number in range(MOST + 1)]
        return {"pull": scale, "readiness": scale}

    def complete(self, draft: OnboardingCandidate) -> None:
        """Only a boundary that moves has a reason."""
        if draft.boundary == Boundary.EXISTING:
            draft.boundary_reason = ""

    def check(self, draft: OnboardingCandidate, before: OnboardingCandidate | None) -> None:
        others = self.siblings(draft).exclude(pk=draft.pk)
        if others.filter(domain=draft.domain_id).exists():
            raise Conflict(_("%(domain)s is already listed.") % {"domain": draft.domain}, "domain")
        for name in ("pull", "readiness"):
            if (getattr(draft, name) or 0) > MOST:
                raise Invalid(_("Value and readiness must be from 0 to 5."), name)
        if draft.boundary != Boundary.EXISTING and not draft.boundary_reason.strip():
            raise Invalid(_("Give a reason for the changed boundary."), "boundary_reason")


CANDIDATE = CandidateKind()
